import VaultCore

/// Counts what there is of a subject, and finds grants that ended.
struct SubjectReads {
    static let factsSQL = """
        SELECT (SELECT disabled_at FROM disabled_subjects WHERE subject = ?1),
            (SELECT count(*) FROM grants WHERE subject = ?1), (SELECT count(*) FROM sessions WHERE subject = ?1),
            (SELECT count(*) FROM grants AS g JOIN delegations AS d ON d.grant_id = g.id WHERE g.subject = ?1),
            (SELECT count(*) FROM revocations WHERE subject = ?1)
        """
    static let endedSQL = """
        SELECT \(GrantRow.columns) FROM grants AS g WHERE g.reauth_reason = 'ended' ORDER BY g.id LIMIT ?
        """
    static let endedOfSubjectSQL = """
        SELECT \(GrantRow.columns) FROM grants AS g WHERE g.reauth_reason = 'ended' AND g.subject = ? ORDER BY g.id LIMIT ?
        """

    private let facts: Statement
    private let ended: Statement
    private let endedOfSubject: Statement

    init(_ connection: Connection) {
        facts = connection.prepare(Self.factsSQL)
        ended = connection.prepare(Self.endedSQL)
        endedOfSubject = connection.prepare(Self.endedOfSubjectSQL)
    }

    func facts(of subject: Subject) throws(SQLiteError) -> SubjectFacts {
        facts.add(subject.text)
        let found = try facts.first { row in
            SubjectFacts(
                subject: subject, disabledAt: row.optionalInt().map(Timestamp.init(milliseconds:)),
                grants: Int(row.int()), sessions: Int(row.int()), delegations: Int(row.int()),
                pendingRevocations: Int(row.int()))
        }
        return found ?? SubjectFacts(subject: subject)
    }

    /// Their labels are not read.
    func ended(
        of subject: Subject?, limit: Int, damaged: (Int64) -> Void
    ) throws(SQLiteError) -> EndedGrants {
        let statement = subject == nil ? ended : endedOfSubject
        if let subject { statement.add(subject.text) }
        statement.add(Int64(limit))
        var found = EndedGrants()
        var rows = 0
        try statement.forEach { row throws(SQLiteError) in
            let id = row.firstInt
            rows += 1
            do throws(SQLiteError) { found.grants.append(try GrantRow.grant(from: &row)) } catch {
                guard error.isDamage else { throw error }
                damaged(id)
            }
        }
        found.areAll = found.grants.count == rows && rows < limit
        return found
    }
}
