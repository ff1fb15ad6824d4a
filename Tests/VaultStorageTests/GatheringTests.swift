import Testing

@testable import VaultStorage

/// How long a transaction waits for more writes, decided without a clock.
@Suite struct GatheringTests {
    private var gathering = Gathering()

    @Test mutating func `a lone writer never waits`() {
        #expect(!gathering.isWorthWaiting(writes: 0, nanoseconds: 0))
        gathering.committed(writes: 1, nanoseconds: 5_000_000)
        #expect(!gathering.isWorthWaiting(writes: 0, nanoseconds: 0))
    }

    @Test mutating func `those who wrote lately are waited for until as many have come`() {
        gathering.committed(writes: 64, nanoseconds: 1_000_000)
        #expect(gathering.isWorthWaiting(writes: 63, nanoseconds: 0))
        #expect(!gathering.isWorthWaiting(writes: 64, nanoseconds: 0))
    }

    @Test mutating func `nobody waits longer than half of a commit`() {
        gathering.committed(writes: 64, nanoseconds: 1_000_000)
        #expect(gathering.isWorthWaiting(writes: 1, nanoseconds: 499_999))
        #expect(!gathering.isWorthWaiting(writes: 1, nanoseconds: 500_000))
    }

    @Test mutating func `the wait is bounded below and above, however quick or slow a commit is`() {
        gathering.committed(writes: 64, nanoseconds: 1_000)
        #expect(gathering.isWorthWaiting(writes: 1, nanoseconds: Gathering.leastNanoseconds - 1))
        gathering.committed(writes: 64, nanoseconds: 60_000_000_000)
        #expect(!gathering.isWorthWaiting(writes: 1, nanoseconds: Gathering.mostNanoseconds))
    }

    @Test mutating func `one small batch does not end the waiting, a row of them does`() {
        gathering.committed(writes: 64, nanoseconds: 1_000_000)
        gathering.committed(writes: 2, nanoseconds: 1_000_000)
        #expect(gathering.isWorthWaiting(writes: 40, nanoseconds: 0))
        for _ in 0..<16 { gathering.committed(writes: 1, nanoseconds: 1_000_000) }
        #expect(!gathering.isWorthWaiting(writes: 0, nanoseconds: 0))
    }
}
