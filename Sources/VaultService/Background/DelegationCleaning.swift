package import VaultCore

/// Deletes delegations that have expired, a bounded number in each write, so that no call waits long behind it.
package final class DelegationCleaning: Sendable {
    package static let usualMilliseconds: Int64 = 60_000
    package static let usualBatch = 256

    private let store: any DelegationStore
    private let clock: any WallClock
    private let interval: Int64
    private let batch: Int
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(
        store: any DelegationStore, clock: any WallClock, everyMilliseconds interval: Int64 = usualMilliseconds,
        batch: Int = usualBatch, pause: @escaping Pause = systemPause
    ) {
        self.store = store
        self.clock = clock
        self.interval = interval
        self.batch = batch
        self.pause = pause
    }

    /// Works until `stop` is called.
    package func run() async {
        while await wakeUp.wait(milliseconds: interval, pause) { await clean() }
    }

    package func stop() { wakeUp.stop() }

    /// What cannot be deleted now is tried again; expired is expired, deleted or not.
    package func clean() async {
        do throws(StoreFailure) {
            while try await store.removeExpired(at: clock.now(), limit: batch) {}
        } catch {}
    }
}
