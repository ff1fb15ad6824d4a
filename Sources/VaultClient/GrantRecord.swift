/// What the vault tells about a grant; never its secrets. Times are seconds since 1970.
public struct GrantRecord: Hashable, Sendable {
    /// Whether the grant can mint.
    public enum Status: Hashable, Sendable {
        /// It can.
        case active
        /// It cannot until it is put again; the word says why (`refresh_token_refused`, `lost_rotation`, …).
        case reauthRequired(reason: String)
        /// It cannot until it is put again after a sign-in with these claims (OpenID `claims` parameter, JSON text).
        case stepUpRequired(claims: String)
    }

    /// The handle: `vgr_…`. Not a secret.
    public let handle: String
    /// The user.
    public let subject: String
    /// The provider's name in the vault's configuration.
    public let provider: String
    /// The user's identifier at the provider, where it is known.
    public let account: String?
    /// Whether it can mint.
    public let status: Status
    /// +1 with every refresh token that replaces the last.
    public let generation: Int64
    /// What the user agreed to, sorted.
    public let scopes: [String]
    /// As they were put.
    public let labels: [String: String]
    /// The `sub` that every refresh must still name.
    public let pinnedSubject: String?
    /// The tenant that every refresh must still name.
    public let pinnedTenant: String?
    /// How the user had signed in, where it was put.
    public let acr: String?
    /// By which methods; empty where they were not put.
    public let amr: [String]
    /// When the user had signed in, where it was put.
    public let authTime: Int64?
    /// When it was first put.
    public let createdAt: Int64
    /// When it was last put, rotated or condemned.
    public let updatedAt: Int64
    /// When the provider last minted an access token for it.
    public let mintedAt: Int64?
    /// When a caller last got a token of it.
    public let lastUsedAt: Int64?
    /// When the refresh token dies, where the provider said so.
    public let refreshTokenExpiresAt: Int64?
    /// When the refresh token dies by all that is known of it and of its provider; nil where nothing is.
    public let diesAt: Int64?
    /// Of what: `refresh_token_expires_at`, `absolute_life`, `idle_life`.
    public let diesOf: String?
    /// Of `putGrant`: what should be known although it was stored (`issuance_cap_exceeded`).
    public let warnings: [String]
    /// Of `putGrant` with `onlyIfAbsent`: it was there already, and nothing was changed.
    public let isPresent: Bool
}

/// One page of `listGrants`.
public struct GrantRecordPage: Hashable, Sendable {
    /// In the vault's own order.
    public let grants: [GrantRecord]
    /// Where the next page begins; nil when this was the last.
    public let nextCursor: String?
}
