extension VaultClient {
    /// Opens a session for a user whose sign-in the caller has verified (`session.create`). It is on the disk when this returns.
    /// Never sent twice.
    public func createSession(_ session: NewUserSession) async throws(VaultClientError) -> IssuedSession {
        try await perform(.createSession(session)).issuedSession()
    }

    /// Whose session the secret opens, and what is in it; notes that it was used (`session.lookup`).
    ///
    /// - Throws: `.refused` with kind `notFound` whatever is wrong with the secret.
    public func session(_ secret: SecretText) async throws(VaultClientError) -> OpenUserSession {
        try await perform(.lookUpSession(secret)).openSession()
    }

    /// Gives the session a new secret, and what changed with it (`session.renew`): at every change of privilege, and when a look-up
    /// says that it is due. Never sent twice.
    ///
    /// - Throws: `.refused` with kind `conflict` where another call has renewed it just now.
    public func renewSession(
        _ secret: SecretText, _ change: SessionChange = SessionChange()
    ) async throws(VaultClientError) -> IssuedSession {
        try await perform(.renewSession(secret, change)).issuedSession()
    }

    /// Ends a session (`session.revoke`), durably before this returns. Never sent twice.
    public func endSession(_ selection: UserSessionSelection) async throws(VaultClientError) -> EndedUserSession {
        try await perform(.endSession(selection)).endedSession()
    }

    /// Ends all sessions of a scope (`session.revoke_all`), durably before this returns.
    ///
    /// - Returns: how many were ended.
    public func endSessions(_ scope: SessionSelectionScope) async throws(VaultClientError) -> Int64 {
        try await perform(.endSessions(scope)).endedSessions()
    }

    /// One page of sessions with their devices (`session.list`).
    public func listSessions(_ query: SessionQuery = SessionQuery()) async throws(VaultClientError) -> UserSessionPage {
        try await perform(.listSessions(query)).sessionPage()
    }
}
