/// Which subject an account of a provider is.
public struct UserIdentity: Hashable, Sendable {
    /// Such as `user:default/alice`.
    public let subject: String
    /// What the user may do: for `NewUserSession.roles`.
    public let roles: [String]
    /// The rule of the vault's configuration that decided: `identity.rules[0]`.
    public let rule: String
}
