import Testing
import VaultCore

@testable import VaultService

@Suite struct ProviderPaceTests {
    private static let second: UInt64 = 1_000_000_000
    private static let patience = 5 * second
    private var pace = ProviderPace(ProviderLimits(requestsPerSecond: 10, burst: 3))

    @Test mutating func `a burst goes at once and the others one after the other at the rate`() {
        let waits = (0..<6).map { _ in pace.ask(at: 0, patience: Self.patience) }
        #expect(
            waits == [
                .wait(0), .wait(0), .wait(0), .wait(100_000_000), .wait(200_000_000), .wait(300_000_000),
            ])
    }

    @Test mutating func `whoever would wait too long is sent away, each with a moment of their own`() {
        for _ in 0..<53 { _ = pace.ask(at: 0, patience: Self.patience) }
        #expect(pace.ask(at: 0, patience: Self.patience) == .refused(retryAfter: 5_200_000_000))
        #expect(pace.ask(at: 0, patience: Self.patience) == .refused(retryAfter: 5_300_000_000))
        #expect(pace.ask(at: 2 * Self.second, patience: Self.patience) == .wait(3_100_000_000))
    }

    @Test mutating func `nobody is sent away for more than an hour`() {
        for _ in 0..<100_000 { _ = pace.ask(at: 0, patience: 0) }
        #expect(pace.ask(at: 0, patience: 0) == .refused(retryAfter: ProviderPace.longestRetry))
    }

    @Test mutating func `what was sent without asking is waited for by those who come after it`() {
        for _ in 0..<3 { pace.charge(at: 0) }
        #expect(pace.ask(at: 0, patience: Self.patience) == .wait(100_000_000))
    }

    /// The defaults, and 10,000 callers who come back when they were told to.
    @Test func `ten thousand who come at once are let in at the rate and all within its time`() {
        let limits = ProviderLimits()
        var pace = ProviderPace(limits)
        var sent: [UInt64] = []
        var refusals = 0
        var coming = [UInt64](repeating: 0, count: 10_000)
        while !coming.isEmpty {
            var later: [UInt64] = []
            for now in coming.sorted() {
                switch pace.ask(at: now, patience: Self.patience) {
                case .wait(let wait): sent.append(now + wait)
                case .refused(let wait): later.append(now + wait)
                }
            }
            refusals += later.count
            coming = later
        }
        sent.sort()
        let rate = UInt64(limits.requestsPerSecond)
        for (index, moment) in sent.enumerated() where index >= 2 * Int(rate) {
            #expect(moment - sent[index - 2 * Int(rate)] >= Self.second)
        }
        #expect(sent.last! <= (10_000 / rate + 1) * Self.second)
        // Nearly everyone is sent away once, and hardly anyone twice.
        #expect(refusals < 11_000)
    }
}
