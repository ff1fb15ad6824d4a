package import VaultCore

extension SQLiteStore: SessionStore {
    package func session(
        by handle: SessionHandleID
    ) throws(StoreFailure) -> (StoredSession, StoredSessionHandle)? {
        try readers.read { reader throws(SQLiteError) in try reader.sessions.session(by: handle) }
    }

    package func session(_ id: SessionID) throws(StoreFailure) -> StoredSession? {
        try readers.read { reader throws(SQLiteError) in try reader.sessions.session(id) }
    }

    package func sessions(_ filter: SessionFilter) throws(StoreFailure) -> [StoredSession] {
        try readers.read { reader throws(SQLiteError) in
            try reader.sessions.list(filter) { damages.report("sessions", $0) }
        }
    }

    package func add(
        _ session: StoredSession, _ handle: StoredSessionHandle, cap: Int,
        telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID] {
        try await writing(.addSession(session, handle, cap: cap), .ofSessions(tale)).sessions()
    }

    package func renew(
        _ session: StoredSession, with handle: StoredSessionHandle, replacing replaced: SessionHandleID,
        _ replacement: StoredSessionHandle.Replacement, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.renewSession(session, handle, replacing: replaced, replacement), telling: events)
    }

    package func end(_ id: SessionID, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool {
        try await write(.endSession(id), telling: events)
    }

    package func end(
        _ scope: SessionScope, limit: Int, telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID] {
        try await writing(.endSessions(scope, limit: limit), .ofSessions(tale)).sessions()
    }

    package func touch(sessions: [SessionID: Timestamp]) async throws(StoreFailure) {
        _ = try await write(.touchSessions(sessions))
    }

    package func removeEnded(
        at now: Timestamp, limit: Int, telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID] {
        try await writing(.removeEndedSessions(at: now, limit: limit), .ofSessions(tale)).sessions()
    }
}
