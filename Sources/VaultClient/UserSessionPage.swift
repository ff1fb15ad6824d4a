/// One page of `listSessions`.
public struct UserSessionPage: Hashable, Sendable {
    /// In the vault's own order.
    public let sessions: [UserSession]
    /// Where the next page begins; nil when this was the last.
    public let nextCursor: String?
}
