import VaultCore

/// Hides cached tokens, and what is in sessions, that were in use: none lies in clear for longer than `milliseconds` after it was handed out.
package final class TokenHiding: Sendable {
    package static let milliseconds: Int64 = 1000

    private let tokens: TokenCache
    private let sessions: SessionCache?
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(_ tokens: TokenCache, _ sessions: SessionCache? = nil, pause: @escaping Pause = systemPause) {
        self.tokens = tokens
        self.sessions = sessions
        self.pause = pause
    }

    /// Works until `stop` is called, then once more.
    package func run() async {
        while await wakeUp.wait(milliseconds: Self.milliseconds, pause) { hide() }
        hide()
    }

    private func hide() {
        tokens.hideShown()
        sessions?.hideShown()
    }

    package func stop() { wakeUp.stop() }
}
