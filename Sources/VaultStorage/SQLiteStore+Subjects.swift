package import VaultCore

extension SQLiteStore: SubjectStore {
    package func end(
        _ subject: Subject, disables: Bool, at now: Timestamp,
        telling tale: @escaping @Sendable (EndedSubject) -> [AuditEvent]
    ) async throws(StoreFailure) -> EndedSubject {
        try await writing(.endSubject(subject, disables: disables, at: now), .ofSubject(tale)).subject()
    }

    package func enable(_ subject: Subject, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool {
        try await write(.enableSubject(subject), telling: events)
    }

    package func facts(of subject: Subject) throws(StoreFailure) -> SubjectFacts {
        try readers.read { reader throws(SQLiteError) in try reader.subjects.facts(of: subject) }
    }

    package func endedGrants(of subject: Subject?, limit: Int) throws(StoreFailure) -> EndedGrants {
        try readers.read { reader throws(SQLiteError) in
            try reader.subjects.ended(of: subject, limit: limit) { damages.report("grants", $0) }
        }
    }
}
