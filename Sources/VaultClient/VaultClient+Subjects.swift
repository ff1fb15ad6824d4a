/// For operators: the methods on one user are offered on the admin socket alone.
extension VaultClient {
    /// What the vault holds of one user, in numbers (`subject.show`).
    public func subject(_ subject: String) async throws(VaultClientError) -> SubjectSummary {
        try await perform(.showSubject(subject)).subjectSummary()
    }

    /// Ends all sessions, delegations and grants of one user, durably before this returns (`subject.revoke`).
    public func revokeSubject(_ subject: String) async throws(VaultClientError) -> SubjectRevocation {
        try await perform(.revokeSubject(subject)).subjectRevocation()
    }

    /// The same, and lets nothing new of the user in until `enableSubject` (`subject.disable`).
    public func disableSubject(_ subject: String) async throws(VaultClientError) -> SubjectRevocation {
        try await perform(.disableSubject(subject)).subjectRevocation()
    }

    /// Lets new sessions and grants of the user in again (`subject.enable`).
    public func enableSubject(_ subject: String) async throws(VaultClientError) -> SubjectSummary {
        try await perform(.enableSubject(subject)).subjectSummary()
    }
}
