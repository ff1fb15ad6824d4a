/// What became of everything that the vault held of one subject.
package struct SubjectReceipt: Equatable, Sendable {
    /// One grant, which is over here, and what became of it at its provider.
    package struct Line: Equatable, Sendable {
        package let id: GrantID
        package let provider: ProviderName
        package let account: Account
        package let upstream: RevocationReceipt.Upstream

        package init(of grant: Grant, _ upstream: RevocationReceipt.Upstream) {
            (id, provider, account) = (grant.id, grant.provider, grant.account)
            self.upstream = upstream
        }
    }

    package let subject: Subject
    /// Whether the subject gets neither session nor grant from now on.
    package let isDisabled: Bool
    package let sessions: Int
    package let delegations: Int
    /// In order of ids.
    package let grants: [Line]

    package init(subject: Subject, isDisabled: Bool, sessions: Int, delegations: Int, grants: [Line]) {
        self.subject = subject
        self.isDisabled = isDisabled
        self.sessions = sessions
        self.delegations = delegations
        self.grants = grants
    }
}
