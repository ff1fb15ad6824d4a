/// Keeps sessions: keyed hashes and ciphertext, never a handle.
///
/// As with `GrantStore`, reads see everything that a write has returned from, and writes are durable when they return. With a
/// session go its handles, its record key and its delegations; the grants that are bound to it end (`SubjectStore`).
package protocol SessionStore: Sendable {
    /// nil when there is no such handle, or its session is gone.
    func session(by handle: SessionHandleID) throws(StoreFailure) -> (StoredSession, StoredSessionHandle)?

    func session(_ id: SessionID) throws(StoreFailure) -> StoredSession?

    /// At most `filter.limit` sessions in order of ids; their grants are not told.
    func sessions(_ filter: SessionFilter) throws(StoreFailure) -> [StoredSession]

    /// Stores a new session and its first handle, and ends the subject's oldest of its class beyond `cap`.
    ///
    /// - Parameter tale: given those that are ended by it.
    /// - Returns: those that were ended.
    /// - Throws: `.subjectDisabled`; `.conflict` when an id is taken, one of the grants is gone or has ended, or the master key that its record key names was
    ///   destroyed meanwhile.
    func add(
        _ session: StoredSession, _ handle: StoredSessionHandle, cap: Int,
        telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID]

    /// Puts a new handle in the place of `replaced`, with what changed in the session, in one transaction.
    ///
    /// - Throws: `.conflict` when `replaced` is not the session's newest handle, or its session is gone.
    func renew(
        _ session: StoredSession, with handle: StoredSessionHandle, replacing replaced: SessionHandleID,
        _ replacement: StoredSessionHandle.Replacement, telling events: [AuditEvent]
    ) async throws(StoreFailure)

    /// - Returns: false when there is none.
    func end(_ id: SessionID, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool

    /// Ends at most `limit` sessions of the scope in one transaction.
    ///
    /// - Returns: those that were ended; empty when none is left.
    func end(
        _ scope: SessionScope, limit: Int, telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID]

    /// Notes when sessions were last looked up, in one transaction; unknown ids are passed over.
    func touch(sessions: [SessionID: Timestamp]) async throws(StoreFailure)

    /// Deletes at most `limit` sessions that had ended by themselves by then.
    ///
    /// - Returns: those that were deleted.
    func removeEnded(
        at now: Timestamp, limit: Int, telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID]
}
