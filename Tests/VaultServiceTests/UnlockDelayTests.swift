import Testing
import VaultCore

/// How long a guesser must wait: pure, by moments.
@Suite struct UnlockDelayTests {
    @Test func `waits double from one second to sixty and stay there`() {
        var delay = UnlockDelay()
        var now: Int64 = 5_000
        var waits: [Int64] = []
        for _ in 0..<9 {
            delay.triedWrongly(at: now)
            let wait = delay.wait(at: now) ?? 0
            waits.append(wait)
            #expect(delay.wait(at: now + wait - 1) == 1)
            #expect(delay.wait(at: now + wait) == nil)
            now += wait
        }
        #expect(waits == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
    }

    @Test func `a thousand wrong tries overflow nothing`() {
        var delay = UnlockDelay()
        for _ in 0..<1_000 { delay.triedWrongly(at: 0) }
        #expect(delay.wait(at: 0) == 60_000)
    }

    @Test func `the first try and the one after a right one wait for nothing`() {
        var delay = UnlockDelay()
        #expect(delay.wait(at: 0) == nil)
        delay.triedWrongly(at: 0)
        delay.triedRightly()
        #expect(delay.wait(at: 0) == nil)
        delay.triedWrongly(at: 0)
        #expect(delay.wait(at: 0) == 1_000)
    }
}
