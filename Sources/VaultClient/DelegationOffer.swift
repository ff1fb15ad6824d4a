import VaultJSON

/// What `createDelegation` hands on: one grant, to one client, for a time.
public struct DelegationOffer: Sendable {
    /// Which grant.
    public var grant: GrantSelection
    /// The client that may redeem it, by its name in the vault's configuration.
    public var client: String
    /// Seconds until it ends, up to 30 days.
    public var expiresInSeconds: Int64
    /// A subset of what the creator may have; nil: all of that.
    public var scopes: [String]?
    /// Let a full token stand in where the provider cannot narrow one to the scopes.
    public var givesFullToken = false
    /// Tokens that it may be redeemed for, 1 for one that is good once; nil: as many as wanted.
    public var maximumUses: Int64?
    /// What it is for, for listings; no secrets.
    public var purpose: String?
    /// The secret of a session of the grant's user: the delegation ends with it.
    public var session: SecretText?

    /// A delegation of all that the creator may have, for as many tokens as wanted.
    public init(of grant: GrantSelection, to client: String, expiresInSeconds: Int64) {
        self.grant = grant
        self.client = client
        self.expiresInSeconds = expiresInSeconds
    }

    func write(to writer: inout JSONWriter) {
        grant.write(to: &writer)
        writer.member("client", client)
        writer.member("expires_in_seconds", expiresInSeconds)
        if let scopes { writer.member("scopes", scopes) }
        if givesFullToken { writer.member("full_token", true) }
        if let maximumUses { writer.member("max_uses", maximumUses) }
        if let purpose { writer.member("purpose", purpose) }
        if let session { writer.member("session", secret: session) }
    }
}
