import VaultJSON

/// What `putGrant` stores. Times are seconds since 1970.
public struct NewGrant: Sendable {
    /// The user, such as `user:default/alice`.
    public var subject: String
    /// The provider's name in the vault's configuration.
    public var provider: String
    /// The user's identifier at the provider, where one user may have several accounts there.
    public var account: String?
    /// The token to keep.
    public var refreshToken: SecretText
    /// When the refresh token dies, where the provider said so.
    public var refreshTokenExpiresAt: Int64?
    /// A still valid access token, so that the first `token` needs no refresh; goes with `accessTokenExpiresAt`.
    public var accessToken: SecretText?
    /// When that access token dies.
    public var accessTokenExpiresAt: Int64?
    /// What the user agreed to; empty where the provider knows no scopes.
    public var scopes: [String] = []
    /// Names and values kept with the grant, for `listGrants`.
    public var labels: [String: String] = [:]
    /// The `sub` that every refreshed identity token must still name.
    public var pinnedSubject: String?
    /// The tenant (`tid`) that every refreshed identity token must still name.
    public var pinnedTenant: String?
    /// How the user signed in: `acr` of the identity token.
    public var acr: String?
    /// By which methods: `amr` of the identity token (RFC 8176).
    public var amr: [String] = []
    /// When the user signed in: `auth_time` of the identity token.
    public var authTime: Int64?
    /// The Ed25519 key that the tokens were bound to at the sign-in (RFC 9449), where they were: the `d` of its JWK.
    public var dpopKey: SecretText?
    /// Leaves a grant that stands already as it is, in whatever state; `GrantRecord.isPresent` tells. Such a call may be sent again.
    public var onlyIfAbsent = false

    /// A grant with nothing but what it must have.
    public init(subject: String, provider: String, account: String? = nil, refreshToken: SecretText) {
        self.subject = subject
        self.provider = provider
        self.account = account
        self.refreshToken = refreshToken
    }

    func write(to writer: inout JSONWriter) {
        writer.member("subject", subject)
        writer.member("provider", provider)
        if let account { writer.member("account", account) }
        writer.member("refresh_token", secret: refreshToken)
        if let refreshTokenExpiresAt { writer.member("refresh_token_expires_at", refreshTokenExpiresAt) }
        if let accessToken { writer.member("access_token", secret: accessToken) }
        if let accessTokenExpiresAt { writer.member("access_token_expires_at", accessTokenExpiresAt) }
        if !scopes.isEmpty { writer.member("scopes", scopes) }
        if !labels.isEmpty {
            writer.member(
                "labels",
                object: { writer in
                    for (name, value) in labels.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
                })
        }
        if pinnedSubject != nil || pinnedTenant != nil {
            writer.member(
                "pin",
                object: { writer in
                    if let pinnedSubject { writer.member("sub", pinnedSubject) }
                    if let pinnedTenant { writer.member("tid", pinnedTenant) }
                })
        }
        if let acr { writer.member("acr", acr) }
        if !amr.isEmpty { writer.member("amr", amr) }
        if let authTime { writer.member("auth_time", authTime) }
        if let dpopKey { writer.member("dpop_key", secret: dpopKey) }
        if onlyIfAbsent { writer.member("if_absent", true) }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, secret: SecretText) {
        self.name(name)
        secret.withBytes { string(bytes: $0.assumingMemoryBound(to: UInt8.self).span) }
    }
}
