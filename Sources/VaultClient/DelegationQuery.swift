import VaultJSON

/// What `listDelegations` filters by, and where its page begins.
public struct DelegationQuery: Hashable, Sendable {
    /// Only of this grant, by its handle.
    public var grant: String?
    /// Only of this user's grants.
    public var subject: String?
    /// Only those that this client may redeem.
    public var client: String?
    /// Delegations on the page, 1 to 500; nil: the vault's default.
    public var limit: Int?
    /// `nextCursor` of the page before.
    public var cursor: String?

    /// All delegations that this client may see, from the first.
    public init() {}

    func write(to writer: inout JSONWriter) {
        if let grant { writer.member("grant", grant) }
        if let subject { writer.member("subject", subject) }
        if let client { writer.member("client", client) }
        if let limit { writer.member("limit", limit) }
        if let cursor { writer.member("cursor", cursor) }
    }
}
