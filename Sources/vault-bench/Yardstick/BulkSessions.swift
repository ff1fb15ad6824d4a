import Glibc

/// Many sessions written straight into a store that nobody has open: what their handles open is noise, as nobody has them.
enum BulkSessions {
    private static let detailsBytes: Int32 = 120
    private static let contentBytes: Int32 = 300

    /// - Parameters:
    ///   - numbers: of the subjects; ids follow the highest that is in the store.
    ///   - wrapping: hands the wrapped record key of an id to its second argument.
    static func fill(
        _ database: SQLiteDatabase, _ numbers: Range<Int>,
        wrapping: (_ id: Int64, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        let now = Int64(time(nil)) * 1000
        let session = try database.prepare(
            """
            INSERT INTO sessions (id, subject, class, created_at, expires_at, idle_seconds, last_seen_at, ends_at, details)
            VALUES (?, ?, 'browser', \(now), \(now + 86_400_000), 86400, \(now), \(now + 86_400_000), ?)
            """)
        let handle = try database.prepare(
            "INSERT INTO session_handles (id, session_id, created_at, tag, content) VALUES (?, ?, \(now), ?, ?)")
        let key = try database.prepare("INSERT INTO record_keys (id, master_key, wrapped) VALUES (?, 1, ?)")
        var id: Int64 = 0
        try database.prepare("SELECT id_mark, NULL FROM store_info").forEach { mark, _ in id = mark }
        try database.execute("BEGIN IMMEDIATE")
        for number in numbers {
            id += 2
            session.bind(id)
            session.bind(text: BenchLines.subject(number))
            session.bindRandom(bytes: detailsBytes)
            try session.run()
            handle.bind(id - 1)
            handle.bind(id)
            handle.bindRandom(bytes: 32)
            handle.bindRandom(bytes: contentBytes)
            try handle.run()
            key.bind(id)
            try wrapping(id) { wrapped in
                key.bind(blob: wrapped)
                try key.run()
            }
        }
        try database.execute("UPDATE store_info SET id_mark = \(id)")
        try database.execute("COMMIT")
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
