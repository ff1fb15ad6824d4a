/// What `session.list` filters by and where its page begins.
package struct SessionFilter: Sendable {
    package var id: SessionID?
    package var subject: Subject?
    package var kind: SessionClassName?
    /// The page begins after this id, in order of ids.
    package var after: SessionID?
    /// 1 to `Limits.pageSize`.
    package var limit: Int

    package init(
        id: SessionID? = nil, subject: Subject? = nil, kind: SessionClassName? = nil, after: SessionID? = nil,
        limit: Int = 100
    ) {
        self.id = id
        self.subject = subject
        self.kind = kind
        self.after = after
        self.limit = limit
    }
}
