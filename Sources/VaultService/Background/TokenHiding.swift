import VaultCore

/// Hides cached tokens that were in use: none lies in clear for longer than `milliseconds` after it was handed out.
package final class TokenHiding: Sendable {
    package static let milliseconds: Int64 = 1000

    private let cache: TokenCache
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(_ cache: TokenCache, pause: @escaping Pause = systemPause) {
        self.cache = cache
        self.pause = pause
    }

    /// Works until `stop` is called, then once more.
    package func run() async {
        while await wakeUp.wait(milliseconds: Self.milliseconds, pause) { cache.hideShown() }
        cache.hideShown()
    }

    package func stop() { wakeUp.stop() }
}
