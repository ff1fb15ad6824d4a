/// Many grants written straight into a store that nobody has open, a thousand times as fast as through the socket: their
/// refresh tokens are noise, their record keys are whatever the caller wraps.
enum BulkGrants {
    /// 200 bytes of refresh token with what an envelope adds.
    private static let tokenBytes: Int32 = 273
    private static let batch = 20_000

    /// - Parameters:
    ///   - numbers: of the subjects; ids follow the highest that is in the store.
    ///   - wrapping: hands the wrapped record key of an id to its last argument; the grant is stored when it is called.
    static func fill(
        _ database: SQLiteDatabase, _ numbers: Range<Int>,
        wrapping: (_ id: Int64, _ number: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        let grant = try database.prepare(
            """
            INSERT INTO grants (id, subject, provider, account, generation, scopes, created_at, updated_at, refresh_token)
            VALUES (?, ?, 'bench', '', 1, 'read:user repo', 0, 0, ?)
            """)
        let key = try database.prepare("INSERT INTO record_keys (id, master_key, wrapped) VALUES (?, 1, ?)")
        var id: Int64 = 0
        try database.prepare("SELECT id_mark, NULL FROM store_info").forEach { mark, _ in id = mark }
        // Nobody would miss the store after a crash.
        try database.execute("PRAGMA synchronous = OFF")
        try database.execute("BEGIN IMMEDIATE")
        for number in numbers {
            // Else the log in front of the store grows as large as the store.
            if number % Self.batch == 0 { try database.execute("COMMIT; BEGIN IMMEDIATE") }
            id += 1
            grant.bind(id)
            grant.bind(text: BenchLines.subject(number))
            grant.bindRandom(bytes: tokenBytes)
            try grant.run()
            key.bind(id)
            try wrapping(id, number) { wrapped in
                key.bind(blob: wrapped)
                try key.run()
            }
        }
        try database.execute("UPDATE store_info SET id_mark = \(id)")
        try database.execute("COMMIT")
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try database.execute("PRAGMA synchronous = FULL")
    }
}
