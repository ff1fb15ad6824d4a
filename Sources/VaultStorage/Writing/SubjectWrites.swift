import VaultCore

/// What may be written about a subject as a whole.
struct SubjectWrites {
    static let endSessionsSQL = "DELETE FROM sessions WHERE subject = ? RETURNING id"
    static let endDelegationsSQL = "DELETE FROM delegations WHERE grant_id IN (SELECT id FROM grants WHERE subject = ?)"
    static let endGrantsSQL = """
        UPDATE grants SET reauth_reason = 'ended', claims = NULL, updated_at = ?
        WHERE subject = ? AND reauth_reason IS NOT 'ended'
        """
    static let disableSQL = "INSERT INTO disabled_subjects (subject, disabled_at) VALUES (?, ?) ON CONFLICT DO NOTHING"
    static let enableSQL = "DELETE FROM disabled_subjects WHERE subject = ?"
    static let findSQL = "SELECT 1 FROM disabled_subjects WHERE subject = ?"

    private let sessions: Statement
    private let delegations: Statement
    private let grants: Statement
    private let disabling: Statement
    private let enabling: Statement
    private let finding: Statement

    init(_ connection: Connection) {
        sessions = connection.prepare(Self.endSessionsSQL)
        delegations = connection.prepare(Self.endDelegationsSQL)
        grants = connection.prepare(Self.endGrantsSQL)
        disabling = connection.prepare(Self.disableSQL)
        enabling = connection.prepare(Self.enableSQL)
        finding = connection.prepare(Self.findSQL)
    }

    /// Delegations first: what a session takes with it is not counted by SQLite.
    func end(_ subject: Subject, at now: Timestamp) throws(SQLiteError) -> EndedSubject {
        delegations.add(subject.text)
        let delegations = try delegations.run()
        sessions.add(subject.text)
        var ids: [SessionID] = []
        try sessions.forEach { row in
            if let id = SessionID(rawValue: row.int()) { ids.append(id) }
        }
        grants.add(now.milliseconds)
        grants.add(subject.text)
        return EndedSubject(sessions: ids, delegations: delegations, grants: try grants.run())
    }

    /// One that is disabled stays so since when it was.
    func disable(_ subject: Subject, at now: Timestamp) throws(SQLiteError) {
        disabling.add(subject.text)
        disabling.add(now.milliseconds)
        try disabling.run()
    }

    /// - Returns: false when it was not disabled.
    func enable(_ subject: Subject) throws(SQLiteError) -> Bool {
        enabling.add(subject.text)
        return try enabling.run() == 1
    }

    func isDisabled(_ subject: Subject) throws(SQLiteError) -> Bool {
        finding.add(subject.text)
        return try finding.first { _ in true } ?? false
    }
}
