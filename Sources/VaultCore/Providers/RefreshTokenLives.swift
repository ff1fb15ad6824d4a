/// How long refresh tokens of one provider live at most, in seconds; nil where that is not known.
package struct RefreshTokenLives: Hashable, Sendable {
    /// From the sign-in, whatever is refreshed meanwhile.
    package var absoluteSeconds: Int64?
    /// From the last refresh.
    package var idleSeconds: Int64?

    package static let unknown = RefreshTokenLives()

    package init(absoluteSeconds: Int64? = nil, idleSeconds: Int64? = nil) {
        self.absoluteSeconds = absoluteSeconds
        self.idleSeconds = idleSeconds
    }
}
