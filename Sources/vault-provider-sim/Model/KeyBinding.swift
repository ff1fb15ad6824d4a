/// The key that a token request was proved with, and what it binds.
struct KeyBinding: Equatable, Sendable {
    static let none = KeyBinding(thumbprint: nil, coversRefreshToken: false)

    let thumbprint: String?
    /// The access token is bound in any case.
    let coversRefreshToken: Bool
}
