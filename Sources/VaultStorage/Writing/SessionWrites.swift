import VaultCore

/// What may be written to the tables of sessions.
struct SessionWrites {
    /// So many replaced handles are known again; a session that was renewed more often forgets its first ones.
    static let keptHandles = 1_000

    static let insertSQL = """
        INSERT INTO sessions (id, subject, class, created_at, expires_at, idle_seconds, last_seen_at, ends_at, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    static let insertHandleSQL = """
        INSERT INTO session_handles (id, session_id, created_at, tag, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    /// Only a grant that is there, has not ended, and is the subject's own.
    static let linkSQL = """
        INSERT INTO session_grants (session_id, grant_id)
        SELECT ?, id FROM grants WHERE id = ? AND subject = ? AND reauth_reason IS NOT 'ended' ON CONFLICT DO NOTHING
        """
    static let bindSQL = "UPDATE grants SET bound_session = ? WHERE id = ?"
    static let evictSQL = """
        DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE subject = ? AND class = ?
            ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ?) RETURNING id
        """
    static let replaceSQL = """
        UPDATE session_handles SET overlap_ends_at = ? WHERE id = ? AND session_id = ? AND overlap_ends_at IS NULL
        """
    static let changeSQL = "UPDATE sessions SET details = ?, last_seen_at = ?, ends_at = ? WHERE id = ?"
    static let emptySQL = "UPDATE session_handles SET content = NULL WHERE session_id = ? AND overlap_ends_at <= ?"
    static let forgetSQL = """
        DELETE FROM session_handles WHERE id IN
            (SELECT id FROM session_handles WHERE session_id = ? ORDER BY id DESC LIMIT -1 OFFSET \(keptHandles))
        """
    static let deleteSQL = "DELETE FROM sessions WHERE id = ?"
    static let touchSQL = """
        UPDATE sessions SET last_seen_at = ?1, ends_at = min(expires_at, ?1 + idle_seconds * 1000)
        WHERE id = ?2 AND last_seen_at < ?1
        """
    static let removeEndedSQL = """
        DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ends_at <= ? ORDER BY ends_at LIMIT ?)
        RETURNING id
        """

    private let connection: Connection
    private let insertion: Statement
    private let handleInsertion: Statement
    private let linking: Statement
    private let binding: Statement
    private let eviction: Statement
    private let replacing: Statement
    private let change: Statement
    private let emptying: Statement
    private let forgetting: Statement
    private let deletion: Statement
    private let touching: Statement
    private let removal: Statement

    init(_ connection: Connection) {
        self.connection = connection
        insertion = connection.prepare(Self.insertSQL)
        handleInsertion = connection.prepare(Self.insertHandleSQL)
        linking = connection.prepare(Self.linkSQL)
        binding = connection.prepare(Self.bindSQL)
        eviction = connection.prepare(Self.evictSQL)
        replacing = connection.prepare(Self.replaceSQL)
        change = connection.prepare(Self.changeSQL)
        emptying = connection.prepare(Self.emptySQL)
        forgetting = connection.prepare(Self.forgetSQL)
        deletion = connection.prepare(Self.deleteSQL)
        touching = connection.prepare(Self.touchSQL)
        removal = connection.prepare(Self.removeEndedSQL)
    }

    /// - Returns: false when its id is taken.
    func insert(session stored: StoredSession) throws(SQLiteError) -> Bool {
        let session = stored.session
        insertion.add(session.id.rawValue)
        insertion.add(session.subject.text)
        insertion.add(session.kind.text)
        insertion.add(session.createdAt.milliseconds)
        insertion.add(session.expiresAt.milliseconds)
        insertion.add(session.idleSeconds)
        insertion.add(session.lastSeenAt.milliseconds)
        insertion.add(session.endsAt.milliseconds)
        insertion.add(stored.details.bytes)
        return try insertion.run() == 1
    }

    /// - Returns: false when its id is taken, or the session has a newest handle.
    func insert(_ handle: StoredSessionHandle, of id: SessionID) throws(SQLiteError) -> Bool {
        handleInsertion.add(handle.id.rawValue)
        handleInsertion.add(id.rawValue)
        handleInsertion.add(handle.createdAt.milliseconds)
        handleInsertion.add(handle.tag)
        handleInsertion.add(handle.content?.bytes)
        return try handleInsertion.run() == 1
    }

    /// - Returns: false when there is no such grant of the session's subject, or it has ended.
    func link(_ grant: GrantID, to session: Session) throws(SQLiteError) -> Bool {
        linking.add(session.id.rawValue)
        linking.add(grant.rawValue)
        linking.add(session.subject.text)
        return try linking.run() == 1
    }

    /// From now on the grant ends with this session, and no longer with another.
    func bind(_ grant: GrantID, to session: SessionID) throws(SQLiteError) {
        binding.add(session.rawValue)
        binding.add(grant.rawValue)
        try binding.run()
    }

    /// Deletes the oldest of the class beyond `cap`.
    func evict(from subject: Subject, _ kind: SessionClassName, keeping cap: Int) throws(SQLiteError) -> [SessionID] {
        eviction.add(subject.text)
        eviction.add(kind.text)
        eviction.add(Int64(cap))
        return try ids(of: eviction)
    }

    /// - Returns: false when it is not the session's newest handle.
    func replace(
        _ id: SessionHandleID, of session: SessionID, _ replacement: StoredSessionHandle.Replacement
    ) throws(SQLiteError) -> Bool {
        replacing.add(replacement.overlapEndsAt.milliseconds)
        replacing.add(id.rawValue)
        replacing.add(session.rawValue)
        return try replacing.run() == 1
    }

    /// What a renewal changes in the session, and what is no longer good by then.
    func change(_ stored: StoredSession) throws(SQLiteError) {
        let session = stored.session
        change.add(stored.details.bytes)
        change.add(session.lastSeenAt.milliseconds)
        change.add(session.endsAt.milliseconds)
        change.add(session.id.rawValue)
        try change.run()
        emptying.add(session.id.rawValue)
        emptying.add(session.lastSeenAt.milliseconds)
        try emptying.run()
        forgetting.add(session.id.rawValue)
        try forgetting.run()
    }

    /// - Returns: false when there is none.
    func delete(_ id: SessionID) throws(SQLiteError) -> Bool {
        deletion.add(id.rawValue)
        return try deletion.run() == 1
    }

    func delete(_ scope: SessionScope, limit: Int) throws(SQLiteError) -> [SessionID] {
        var conditions = ["1"]
        if scope.subject != nil { conditions.append("subject = ?") }
        if scope.except != nil { conditions.append("id <> ?") }
        if scope.provider != nil {
            conditions.append(
                "id IN (SELECT l.session_id FROM session_grants AS l JOIN grants AS g ON g.id = l.grant_id WHERE g.provider = ?)"
            )
        }
        let chosen = conditions.joined(separator: " AND ")
        let statement = connection.prepare(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE \(chosen) LIMIT ?) RETURNING id")
        if let subject = scope.subject { statement.add(subject.text) }
        if let except = scope.except { statement.add(except.rawValue) }
        if let provider = scope.provider { statement.add(provider.text) }
        statement.add(Int64(limit))
        return try ids(of: statement)
    }

    func touch(_ id: SessionID, at moment: Timestamp) throws(SQLiteError) {
        touching.add(moment.milliseconds)
        touching.add(id.rawValue)
        try touching.run()
    }

    func deleteEnded(at now: Timestamp, limit: Int) throws(SQLiteError) -> [SessionID] {
        removal.add(now.milliseconds)
        removal.add(Int64(limit))
        return try ids(of: removal)
    }

    private func ids(of statement: Statement) throws(SQLiteError) -> [SessionID] {
        var ids: [SessionID] = []
        try statement.forEach { row in
            if let id = SessionID(rawValue: row.int()) { ids.append(id) }
        }
        return ids
    }
}
