package import VaultCore

/// Sees to it that a copy of the store is older than its anchor soon after: the anchor is brought up at the start, at the end, and
/// within a second of any change. Before each time what the audit log surely has is settled, which then goes with the same commit.
package final class AnchorKeeper: Sendable {
    package static let usualMilliseconds: Int64 = 1_000

    private let store: any SequencedStore
    private let settle: @Sendable () async -> Bool
    private let pause: Pause
    private let failed: @Sendable (StoreFailure) -> Void
    private let wakeUp = WakeUp()

    /// - Parameters:
    ///   - settle: `AuditSettling.settle`.
    ///   - failed: told of each time that the sequence could not be advanced; it is tried again.
    package init(
        store: any SequencedStore, settle: @escaping @Sendable () async -> Bool, pause: @escaping Pause = systemPause,
        failed: @escaping @Sendable (StoreFailure) -> Void
    ) {
        self.store = store
        self.settle = settle
        self.pause = pause
        self.failed = failed
    }

    /// Works from the start until `stop` is called.
    package func run() async {
        var seen = store.changes()
        var isBehind = !(await advance())
        while await wakeUp.wait(milliseconds: Self.usualMilliseconds, pause) {
            let changes = store.changes()
            guard isBehind || changes != seen else { continue }
            seen = changes
            isBehind = !(await advance())
        }
    }

    package func stop() { wakeUp.stop() }

    /// To be called when nothing is written any more.
    package func end() async { _ = await advance() }

    private func advance() async -> Bool {
        let isSettled = await settle()
        do throws(StoreFailure) {
            try await store.advanceSequence()
            return isSettled
        } catch {
            failed(error)
            return false
        }
    }
}
