import VaultCore

extension Writer {
    func add(
        _ stored: StoredSession, _ handle: StoredSessionHandle, _ cap: Int
    ) throws(SQLiteError) -> WriteOutcome {
        if destroyedKeys.contains(stored.recordKey.masterKey) { return .failed(.conflict) }
        let session = stored.session
        if try tables.subjects.isDisabled(session.subject) { return .failed(.subjectDisabled) }
        guard try tables.sessions.insert(session: stored) else { return .failed(.conflict) }
        try tables.recordKeys.insert(stored.recordKey, of: session.id.rawValue)
        var isWhole = try tables.sessions.insert(handle, of: session.id)
        for grant in stored.grants where isWhole { isWhole = try tables.sessions.link(grant, to: session) }
        guard isWhole else {
            // With it goes all that was written above; nothing is bound to it yet.
            _ = try tables.sessions.delete(session.id)
            return .failed(.conflict)
        }
        for grant in stored.boundGrants { try tables.sessions.bind(grant, to: session.id) }
        wraps.add(stored.recordKey.masterKey)
        return .ended(try tables.sessions.evict(from: session.subject, session.kind, keeping: cap))
    }

    func renew(
        _ stored: StoredSession, _ handle: StoredSessionHandle, _ replaced: SessionHandleID,
        _ replacement: StoredSessionHandle.Replacement
    ) throws(SQLiteError) -> WriteOutcome {
        let id = stored.session.id
        guard try tables.sessions.replace(replaced, of: id, replacement) else { return .failed(.conflict) }
        guard try tables.sessions.insert(handle, of: id) else {
            throw .damaged("the id of a new session handle is taken")
        }
        try tables.sessions.change(stored)
        return .done
    }
}
