/// An access token that was issued and not yet forgotten.
struct AccessToken: Equatable, Sendable {
    let text: String
    let scopes: [String]
    let generation: Int
    /// Milliseconds on the simulator's clock; the token is good before it, not at it.
    let expiresAt: Int64
    /// Of the key that it is bound to.
    var keyThumbprint: String? = nil
}
