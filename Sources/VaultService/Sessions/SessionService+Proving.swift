package import VaultCore

/// For calls that are made in a session, or by what ends with one: that it lives, and how its user signed in.
extension SessionService {
    /// - Parameter secret: the handle that the call names; nil where it names none.
    /// - Throws: `.notFound` whatever is wrong with it.
    package func proof(
        _ secret: Secret?, caller: Caller, _ method: Method
    ) async throws(VaultError) -> SessionProof? {
        guard let secret else { return nil }
        let found = try await find(secret, caller, method)
        return SessionProof(
            id: found.session.id, subject: found.session.subject, authentication: found.details.authentication,
            roles: found.details.roles)
    }

    /// nil where it is over.
    func proof(of id: SessionID) throws(VaultError) -> SessionProof? {
        let stored = try context.stored { () throws(StoreFailure) in try store.session(id) }
        guard let stored else { return nil }
        var session = stored.session
        session.lastSeenAt = max(session.lastSeenAt, cache.lastSeen(id) ?? session.lastSeenAt)
        guard session.end(at: time.now()) == nil, let details = try details(of: stored) else { return nil }
        return SessionProof(
            id: id, subject: session.subject, authentication: details.authentication, roles: details.roles)
    }
}
