import VaultCore

/// The columns of a session and of its handles in the one order in which they are selected and read.
enum SessionRow {
    static let columns =
        "s.id, s.subject, s.class, s.created_at, s.expires_at, s.idle_seconds, s.last_seen_at, s.details, k.master_key, k.wrapped"
    static let tables = "sessions AS s LEFT JOIN record_keys AS k ON k.id = s.id"
    static let handleColumns = "h.id, h.created_at, h.overlap_ends_at, h.tag, h.content"

    static func stored(from row: inout Row) throws(SQLiteError) -> StoredSession {
        let session = try session(from: &row)
        let details = SealedSecret(bytes: row.blob())
        guard let version = row.optionalInt() else { throw .damaged("a session has no record key") }
        let key = WrappedRecordKey(masterKey: MasterKeyVersion(number: version), bytes: row.blob())
        return StoredSession(session: session, details: details, recordKey: key, grants: [])
    }

    private static func session(from row: inout Row) throws(SQLiteError) -> Session {
        guard let id = SessionID(rawValue: row.int()) else { throw .damaged("the id of a session is not positive") }
        let (subject, kind) = (row.text(), row.text())
        let (created, expires, idle, seen) = (row.int(), row.int(), row.int(), row.int())
        do throws(InvalidValue) {
            return Session(
                id: id, subject: try Subject(subject), kind: try SessionClassName(kind),
                createdAt: Timestamp(milliseconds: created), expiresAt: Timestamp(milliseconds: expires),
                idleSeconds: idle, lastSeenAt: Timestamp(milliseconds: seen))
        } catch {
            throw .damaged("a stored \(error.field) \(error.problem)")
        }
    }

    static func handle(from row: inout Row) throws(SQLiteError) -> StoredSessionHandle {
        guard let id = SessionHandleID(rawValue: row.int()) else {
            throw .damaged("the id of a session's handle is not positive")
        }
        let created = Timestamp(milliseconds: row.int())
        let overlap = row.optionalInt()
        let tag = row.blob()
        return StoredSessionHandle(
            id: id, createdAt: created, tag: tag, content: row.optionalBlob().map(SealedSecret.init(bytes:)),
            replaced: overlap.map { .init(overlapEndsAt: Timestamp(milliseconds: $0)) })
    }
}
