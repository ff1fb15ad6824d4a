import Synchronization
import Testing
import VaultCore

@testable import VaultService

@Suite struct AnchorKeeperTests {
    /// Counts what it is asked for; fails when told to.
    private final class Sequenced: SequencedStore {
        let state = Mutex((changes: 0, sequence: 0, fails: false))

        func changes() -> Int { state.withLock { $0.changes } }

        func mark() -> StoreMark? { nil }

        func advanceSequence() async throws(StoreFailure) {
            let fails = state.withLock { state in
                if !state.fails { state.sequence += 1 }
                return state.fails
            }
            if fails { throw .failed(reason: "full") }
        }

        var sequence: Int { state.withLock { $0.sequence } }
    }

    @Test func `the sequence goes up with changes, after a failure too, and not without any`() async throws {
        let store = Sequenced()
        let turn = Atomic(0)
        let failures = Atomic(0)
        let (ends, end) = AsyncStream<Void>.makeStream()
        // What happens before each look at the store.
        let script: [@Sendable () -> Void] = [
            {}, { store.state.withLock { $0.changes = 5 } }, {},
            {
                store.state.withLock { state in
                    state.changes = 6
                    state.fails = true
                }
            }, { store.state.withLock { $0.fails = false } }, {}, { end.finish() },
        ]
        let keeper = AnchorKeeper(
            store: store, settle: { true },
            pause: { _ in
                let next = turn.add(1, ordering: .relaxed).oldValue
                if next < script.count { script[next]() } else { for await _ in AsyncStream<Void>.never {} }
            }, failed: { _ in failures.add(1, ordering: .relaxed) })
        let running = Task { await keeper.run() }
        for await _ in ends {}
        keeper.stop()
        await running.value
        #expect(store.sequence == 3)
        #expect(failures.load(ordering: .relaxed) == 1)
        await keeper.end()
        #expect(store.sequence == 4)
    }
}

extension AsyncStream where Element == Void {
    /// Ends only with the task that waits for it.
    fileprivate static var never: AsyncStream<Void> { AsyncStream { _ in } }
}
