/// Writes what clients asked for, in batches: after a crash at most the counts of one interval are missing.
package final class ScopeUseKeeping: Sendable {
    package static let usualMilliseconds: Int64 = 60_000

    private let uses: ScopeUseService
    private let interval: Int64
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(
        _ uses: ScopeUseService, everyMilliseconds interval: Int64 = usualMilliseconds,
        pause: @escaping Pause = systemPause
    ) {
        self.uses = uses
        self.interval = interval
        self.pause = pause
    }

    /// Writes at once, so that it is known since when there are counts, then until `stop` is called, then once more.
    package func run() async {
        repeat { await flush() } while await wakeUp.wait(milliseconds: interval, pause)
        await flush()
    }

    package func stop() { wakeUp.stop() }

    /// What cannot be written is tried again the next time.
    package func flush() async { try? await uses.flush() }
}
