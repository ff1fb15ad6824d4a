import VaultCore

/// Writes when grants were last used, in batches: after a crash at most the uses of one interval are unknown.
package final class LastUseFlusher: Sendable {
    package static let usualMilliseconds: Int64 = 10_000

    private let context: ServiceContext
    private let interval: Int64
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(
        _ context: ServiceContext, everyMilliseconds interval: Int64 = usualMilliseconds,
        pause: @escaping Pause = systemPause
    ) {
        self.context = context
        self.interval = interval
        self.pause = pause
    }

    /// Works until `stop` is called, then once more.
    package func run() async {
        while await wakeUp.wait(milliseconds: interval, pause) { await flush() }
        await flush()
    }

    package func stop() { wakeUp.stop() }

    package func flush() async {
        let uses = context.cache.takeUses(now: context.clock.now())
        guard !uses.isEmpty else { return }
        do throws(StoreFailure) {
            try await context.store.touch(uses)
        } catch {
            for (grant, moment) in uses { context.cache.noteUse(of: grant, at: moment) }
        }
    }
}
