import VaultJSON

/// What `listSessions` filters by, and where its page begins.
public struct SessionQuery: Hashable, Sendable {
    /// Only this one.
    public var id: String?
    /// Only this user's.
    public var subject: String?
    /// Only of this class.
    public var kind: String?
    /// Sessions on the page, 1 to 500; nil: the vault's default.
    public var limit: Int?
    /// `nextCursor` of the page before.
    public var cursor: String?

    /// All sessions that this client may see, from the first.
    public init() {}

    func write(to writer: inout JSONWriter) {
        if let id { writer.member("id", id) }
        if let subject { writer.member("subject", subject) }
        if let kind { writer.member("class", kind) }
        if let limit { writer.member("limit", limit) }
        if let cursor { writer.member("cursor", cursor) }
    }
}
