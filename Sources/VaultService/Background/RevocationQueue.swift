import Synchronization
import VaultCore

/// Works off the persistent queue of refresh tokens that are still to be revoked at their provider. A job leaves the store
/// only when the provider has answered for good or `RevocationRules` give it up; each end is in the audit log.
package final class RevocationQueue: Sendable {
    private static let batch = 128
    private static let triesAtOnce = 8
    private static let longestWaitMilliseconds: Int64 = 60_000
    private static let shortestWaitMilliseconds: Int64 = 1_000
    /// Why a provider was not told, in the audit log.
    static let notSupported = "not_supported"

    let context: ServiceContext
    private let pause: Pause
    private let wakeUp = WakeUp()
    /// Jobs that are being tried; no job is tried twice at the same time.
    private let inHand = Mutex<Set<Int64>>([])
    /// When the queue looks again by itself.
    private let nextLook = Mutex(Timestamp(milliseconds: 0))
    /// Callers that wait for the last word about a job.
    private let watchers = Mutex<[Int64: Flight<RevocationReceipt.Upstream>]>([:])

    package init(_ context: ServiceContext, pause: @escaping Pause = systemPause) {
        self.context = context
        self.pause = pause
    }

    /// Works until `stop` is called; a try that is under way then is let finish.
    package func run() async {
        repeat {
            await workOff()
        } while await wakeUp.wait(milliseconds: millisecondsToNext(), pause)
    }

    /// Whoever waits for a job's last word is told that it is queued.
    package func stop() {
        wakeUp.stop()
        let waiting = watchers.withLock { watchers in
            defer { watchers = [:] }
            return Array(watchers.values)
        }
        for watcher in waiting { watcher.land(.queued) }
    }

    /// Looks at the queue now.
    package func wake() { wakeUp.call() }

    /// Tries every job that is due, once.
    package func workOff() async {
        while !wakeUp.isStopped {
            let jobs = due(at: context.clock.now(), limit: Self.batch)
            await workOff(jobs)
            context.flushAudit()
            // A full batch that stays due was not tried: the vault is sealed, or the store does not write.
            guard jobs.count == Self.batch, due(at: context.clock.now(), limit: 1).first?.id != jobs.first?.id else {
                return
            }
        }
    }

    /// Each provider's by themselves: one that hangs holds up its own only.
    private func workOff(_ jobs: [RevocationJob]) async {
        let lines = Array(Dictionary(grouping: jobs, by: \.key.provider).values)
        await forEach(lines, atMost: lines.count) { jobs in
            await forEach(jobs, atMost: Self.triesAtOnce) { job in _ = await self.attempt(job) }
        }
    }

    /// One try for a caller who waits, for no longer than the provider's deadline; with a longer wait, also for the tries of the
    /// queue that follow, until one of them brings the last word. Where the provider's rate has no room for it now, the queue has
    /// it: callers who revoke many are not answered at that rate.
    func tryAtOnce(_ job: RevocationJob, _ waitMilliseconds: Int64 = 0) async -> RevocationReceipt.Upstream {
        let answer = Flight<RevocationReceipt.Upstream>()
        let waits = waitMilliseconds > 0
        if waits { watchers.withLock { $0[job.id] = answer } }
        defer { watchers.withLock { _ = $0.removeValue(forKey: job.id) } }
        let timer = Task { [pause, limit = max(waitMilliseconds, deadline(of: job.key.provider))] in
            await pause(limit)
            answer.land(.queued)
        }
        Task {
            let first = await attempt(job, patienceMilliseconds: 0)
            guard waits, first == .queued, !wakeUp.isStopped else { return answer.land(first) }
            wake()
        }
        let upstream = await answer.landing() ?? .queued
        timer.cancel()
        return upstream
    }

    /// The last word about a job has been spoken.
    func tell(_ upstream: RevocationReceipt.Upstream, of job: RevocationJob) {
        watchers.withLock { $0.removeValue(forKey: job.id) }?.land(upstream)
    }

    func deadline(of provider: ProviderName) -> Int64 {
        context.settings.provider(provider)?.deadlineMilliseconds ?? 10_000
    }

    /// Keeps a job from being tried by two at once.
    func inHand(
        _ job: RevocationJob, _ body: () async -> RevocationReceipt.Upstream
    ) async -> RevocationReceipt.Upstream {
        guard inHand.withLock({ $0.insert(job.id).inserted }) else { return .queued }
        defer { inHand.withLock { _ = $0.remove(job.id) } }
        return await body()
    }

    private func due(at now: Timestamp, limit: Int) -> [RevocationJob] {
        // Unreadable now, perhaps readable at the next look.
        do throws(StoreFailure) { return try context.store.dueRevocations(at: now, limit: limit) } catch { return [] }
    }

    private func millisecondsToNext() -> Int64 {
        let now = context.clock.now()
        let horizon = Timestamp(milliseconds: now.milliseconds + Self.longestWaitMilliseconds)
        // Before the look: what is put off after it is compared with this, and nothing falls between.
        nextLook.withLock { $0 = horizon }
        guard let next = due(at: horizon, limit: 1).first else { return Self.longestWaitMilliseconds }
        let wait = max(Self.shortestWaitMilliseconds, next.dueAt.milliseconds - now.milliseconds)
        nextLook.withLock { $0 = Timestamp(milliseconds: now.milliseconds + wait) }
        return wait
    }

    /// A job was put off until then, which may be before the queue would have looked.
    func look(at moment: Timestamp) {
        let next = nextLook.withLock { $0 }
        if moment.milliseconds + Self.shortestWaitMilliseconds < next.milliseconds { wake() }
    }
}
