import Synchronization
import VaultCore

/// Renews the master key at its configured age and destroys retired ones after their time, on the operator's own way: the same
/// exclusion, the same refusals, the same audit records. What it remembers is only for its pace; what is to be done it reads from
/// the store each time, so that a crash, a seal or a reload costs nothing but a look.
package final class KeyKeeper: Sendable {
    static let lookMilliseconds: Int64 = 60_000
    /// A refused destruction reads all record keys or all backups again.
    private static let retryMilliseconds: Int64 = 3_600_000

    private struct State {
        /// A rotation of its own is not proven yet.
        var owesProof = false
        /// On the clock of intervals.
        var destroyNotBefore: [MasterKeyVersion: Int64] = [:]
    }

    private let keys: KeyService
    private let pause: Pause
    private let wakeUp = WakeUp()
    private let state = Mutex(State())

    package init(_ keys: KeyService, pause: @escaping Pause = systemPause) {
        self.keys = keys
        self.pause = pause
    }

    /// Works until `stop` is called. To be run away from the loops.
    package func run() async {
        repeat {
            await look()
        } while await wakeUp.wait(milliseconds: Self.lookMilliseconds, pause)
    }

    package func stop() { wakeUp.stop() }

    /// The settings have changed: looks now, and at everything.
    package func wake() {
        state.withLock { $0.destroyNotBefore = [:] }
        wakeUp.call()
    }

    /// Does what is due. What is refused now – sealed, another change under way, still needed – is found again later.
    package func look() async {
        let (context, store) = (keys.context, keys.store)
        if let stored = try? context.stored({ () throws(StoreFailure) in try store.masterKeys() }) {
            for step in KeySchedule(context.settings.keys).due(stored, at: context.clock.now()) {
                do throws(VaultError) { try await take(step) } catch {}
                context.flushAudit()
            }
        }
        do throws(VaultError) { try await proveRotation() } catch {}
        context.flushAudit()
    }

    private func take(_ step: KeySchedule.Step) async throws(VaultError) {
        switch step {
        case .prepare: try await activate(try await keys.prepare(by: .schedule).version)
        case .activate(let version): try await activate(version)
        case .destroy(let version): try await destroy(version)
        }
    }

    private func activate(_ version: MasterKeyVersion) async throws(VaultError) {
        _ = try await keys.activate(version, by: .schedule)
        state.withLock { $0.owesProof = true }
        keys.worker.start()
    }

    /// The last step of a rotation, once the rewrap has ended.
    private func proveRotation() async throws(VaultError) {
        guard state.withLock(\.owesProof) else { return }
        let rewrap = try await keys.report().rewrap
        guard !rewrap.isRunning, rewrap.left == rewrap.damaged else { return }
        _ = try await keys.verify(by: .schedule)
        state.withLock { $0.owesProof = false }
    }

    /// Nothing is destroyed while one record key anywhere does not open.
    private func destroy(_ version: MasterKeyVersion) async throws(VaultError) {
        let now = keys.context.clock.monotonicMilliseconds()
        guard state.withLock({ now >= $0.destroyNotBefore[version] ?? .min }) else { return }
        state.withLock { $0.destroyNotBefore[version] = now + Self.retryMilliseconds }
        // The cheap refusals before the proof, which opens every record key.
        try await keys.mayDestroy(version)
        guard try await keys.verify(by: .schedule).bad == 0 else { return }
        _ = try await keys.destroy(version, by: .schedule)
    }
}
