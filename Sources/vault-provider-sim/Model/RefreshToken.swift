/// The refresh token of one generation.
struct RefreshToken: Equatable, Sendable {
    let text: String
    /// Milliseconds on the simulator's clock; the token is good before it, not at it.
    let expiresAt: Int64?
}
