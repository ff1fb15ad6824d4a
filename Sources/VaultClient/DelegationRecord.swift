/// What the vault tells about a delegation; never its secret. Times are seconds since 1970.
public struct DelegationRecord: Hashable, Sendable {
    /// The id: `vdi_…`. Not a secret.
    public let id: String
    /// Handle of the grant that it is good for.
    public let grant: String
    /// Whose grant it is.
    public let subject: String
    /// The provider's name in the vault's configuration.
    public let provider: String
    /// The user's identifier at the provider, where it is known.
    public let account: String?
    /// The client that made it.
    public let creator: String
    /// The client that alone may redeem it.
    public let client: String
    /// What it is for, sorted; nil: all that the grant has, which names no scopes.
    public let scopes: [String]?
    /// Whether a full token may stand in where the provider cannot narrow one.
    public let givesFullToken: Bool
    /// When it was made.
    public let createdAt: Int64
    /// When it ends by itself.
    public let expiresAt: Int64
    /// nil: as often as wanted.
    public let maximumUses: Int64?
    /// Tokens that were handed out by it.
    public let uses: Int64
    /// When the last one was.
    public let lastUsedAt: Int64?
    /// Its creator's words.
    public let purpose: String?
    /// Id of the session that it ends with.
    public let session: String?
}

/// One page of `listDelegations`.
public struct DelegationRecordPage: Hashable, Sendable {
    /// In the vault's own order.
    public let delegations: [DelegationRecord]
    /// Where the next page begins; nil when this was the last.
    public let nextCursor: String?
}

/// A delegation as its creator gets it. Printing it shows everything but the secret.
public struct IssuedDelegation: Sendable, CustomStringConvertible {
    /// To be handed to the client that may redeem it; the vault does not tell it again.
    public let secret: SecretText
    /// All that the vault keeps about it.
    public let record: DelegationRecord

    /// The id, the client and the expiry; never the secret.
    public var description: String { "delegation \(record.id) for \(record.client), until \(record.expiresAt)" }
}
