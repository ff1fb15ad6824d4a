/// What one write ended of a subject.
package struct EndedSubject: Equatable, Sendable {
    package var sessions: [SessionID]
    package var delegations: Int
    /// Those that had not ended before.
    package var grants: Int

    package init(sessions: [SessionID], delegations: Int, grants: Int) {
        self.sessions = sessions
        self.delegations = delegations
        self.grants = grants
    }
}
