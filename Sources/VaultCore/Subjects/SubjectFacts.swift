/// What the vault holds of one subject, in numbers.
package struct SubjectFacts: Equatable, Sendable {
    package let subject: Subject
    /// nil: new sessions and grants are let in.
    package var disabledAt: Timestamp?
    package var grants: Int
    package var sessions: Int
    package var delegations: Int
    /// Refresh tokens that are still to be revoked at their providers.
    package var pendingRevocations: Int

    package init(
        subject: Subject, disabledAt: Timestamp? = nil, grants: Int = 0, sessions: Int = 0, delegations: Int = 0,
        pendingRevocations: Int = 0
    ) {
        self.subject = subject
        self.disabledAt = disabledAt
        self.grants = grants
        self.sessions = sessions
        self.delegations = delegations
        self.pendingRevocations = pendingRevocations
    }
}
