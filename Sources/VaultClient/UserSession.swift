/// What the vault tells about a session; never its secret. Times are seconds since 1970.
public struct UserSession: Hashable, Sendable {
    /// The id: `vsi_…`. Not a secret.
    public let id: String
    /// Whose it is.
    public let subject: String
    /// The class of the vault's configuration.
    public let kind: String
    /// When it was made.
    public let createdAt: Int64
    /// When it was looked up last.
    public let lastSeenAt: Int64
    /// When it ends unless it is looked up before.
    public let endsAt: Int64
    /// When it ends in any case.
    public let expiresAt: Int64
    /// How the user signed in.
    public let signIn: SignIn
    /// What the user may do.
    public let roles: [String]
    /// The browser, as the caller told it.
    public let userAgent: String?
    /// From where, as the caller told it.
    public let address: String?
}
