import VaultCore

/// Writes when sessions were last looked up, and then deletes those that are over, in batches: after a crash a session may look
/// unseen for as long as one interval, so that it can end that much too early, and never later.
package final class SessionKeeping: Sendable {
    package static let usualMilliseconds: Int64 = 10_000
    package static let usualBatch = 256

    private let sessions: SessionService
    private let interval: Int64
    private let batch: Int
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(
        _ sessions: SessionService, everyMilliseconds interval: Int64 = usualMilliseconds, batch: Int = usualBatch,
        pause: @escaping Pause = systemPause
    ) {
        self.sessions = sessions
        self.interval = interval
        self.batch = batch
        self.pause = pause
    }

    /// Works until `stop` is called, then writes once more.
    package func run() async {
        while await wakeUp.wait(milliseconds: interval, pause) { await work() }
        await flush()
    }

    package func stop() { wakeUp.stop() }

    package func work() async {
        await flush()
        await clean()
    }

    package func flush() async {
        let seen = sessions.cache.takeSeen()
        guard !seen.isEmpty else { return }
        do throws(StoreFailure) {
            try await sessions.store.touch(sessions: seen)
            sessions.cache.wroteSeen(true)
        } catch {
            sessions.cache.wroteSeen(false)
        }
    }

    /// What cannot be deleted now is tried again; over is over, deleted or not.
    private func clean() async {
        do throws(StoreFailure) {
            while true {
                let gone = try await sessions.store.removeEnded(at: sessions.time.now(), limit: batch) { gone in
                    gone.map { SessionService.ended($0, nil, "over", nil, nil) }
                }
                sessions.cache.forget(gone)
                if !gone.isEmpty { sessions.context.letGoOfEndedGrants() }
                if gone.count < batch { return }
            }
        } catch {}
    }
}
