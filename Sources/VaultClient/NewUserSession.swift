import VaultJSON

/// What `createSession` stores: a user whose sign-in the caller has verified.
public struct NewUserSession: Sendable {
    /// Who signed in, such as `user:default/alice`; nil: whoever `account` is.
    public var subject: String?
    /// The account that signed in; the vault says who it is and which roles it has.
    public var account: ProviderAccount?
    /// The class of the vault's configuration; nil: `browser`.
    public var kind: String?
    /// How the user signed in, where that is known.
    public var signIn = SignIn()
    /// What the user may do, as `resolveIdentity` told it, up to 32; empty with an `account`.
    public var roles: [String] = []
    /// The browser, for the user's own list of devices.
    public var userAgent: String?
    /// From where, for the same.
    public var address: String?
    /// What is known about the user: the text of a JSON object, up to 8 KiB.
    public var claims: String?
    /// Whatever the caller keeps there, up to 8 KiB.
    public var payload: SecretText?
    /// Handles of the user's grants that belong to the session.
    public var grants: [String] = []
    /// Whether these end with the session.
    public var bindsGrants = false

    /// A session of this user, with nothing else in it.
    public init(subject: String) { self.subject = subject }

    /// A session of whoever this account is, by the rules of the vault's configuration, with nothing else in it.
    public init(account: ProviderAccount) { self.account = account }

    func write(to writer: inout JSONWriter) {
        if let subject { writer.member("subject", subject) }
        if let account { writer.member("identity", object: { account.write(to: &$0) }) }
        if let kind { writer.member("class", kind) }
        signIn.write(to: &writer)
        if !roles.isEmpty { writer.member("roles", roles) }
        if let userAgent { writer.member("user_agent", userAgent) }
        if let address { writer.member("address", address) }
        SessionChange.write(claims, payload, to: &writer)
        if !grants.isEmpty { writer.member("grants", grants) }
        if bindsGrants { writer.member("bind_grants", true) }
    }
}
