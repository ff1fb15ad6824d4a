import CSQLite
import Glibc
import VaultSocket

/// Bare SQLite in the daemon's own schema, with its settings and the statements of a put of a grant that is there: one loop,
/// one transaction for each batch, blobs of the lengths that sealing gives.
final class SQLiteYardstick {
    private let database: SQLiteDatabase
    private let grants: Int
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let statements: [SQLiteStatement]
    private var generations: [Int64]

    init(store: String, grants: Int) throws {
        database = try SQLiteDatabase(store)
        self.grants = grants
        for pragma in Self.settings { try database.execute("PRAGMA \(pragma)") }
        try Self.fill(database, grants)
        begin = try database.prepare("BEGIN IMMEDIATE")
        commit = try database.prepare("COMMIT")
        statements = try Self.put.map(database.prepare)
        generations = Array(repeating: 1, count: grants + 1)
    }

    /// Puts random grants, so many in a transaction, for so long.
    func run(batch: Int, for duration: Duration) throws -> Run {
        var random = SystemRandomNumberGenerator()
        var histogram = LatencyHistogram()
        var count = 0
        let start = MonotonicInstant.now
        let end = start.advanced(by: duration)
        let processorTime = SystemTime.thread
        while MonotonicInstant.now < end {
            let before = MonotonicInstant.now.nanoseconds
            try begin.run()
            for _ in 0..<batch { try put(Int64.random(in: 1...Int64(grants), using: &random)) }
            try commit.run()
            let elapsed = MonotonicInstant.now.nanoseconds - before
            for _ in 0..<batch { histogram.add(elapsed) }
            count += batch
        }
        let elapsed = MonotonicInstant.now.nanoseconds - start.nanoseconds
        return Run(
            rate: Double(count) * 1e9 / Double(elapsed), latencies: histogram,
            serverNanoseconds: Double(SystemTime.thread - processorTime) / Double(max(1, count)))
    }

    /// As the daemon's writing connection sets them. It checkpoints by itself after as many pages.
    static let settings = [
        "journal_mode = WAL", "synchronous = FULL", "mmap_size = 0", "cell_size_check = ON", "temp_store = MEMORY",
        "cache_size = -8192", "secure_delete = ON", "foreign_keys = ON", "wal_autocheckpoint = 1000",
    ]

    private static let put = [
        """
        UPDATE grants SET generation = ?, reauth_reason = NULL, scopes = 'read:user repo', pin_sub = NULL,
            pin_tenant = NULL, created_at = ?, updated_at = ?, minted_at = NULL, last_used_at = NULL,
            refresh_token_expires_at = NULL, refresh_token = ?
        WHERE id = ? AND generation = ? AND subject = ? AND provider = 'bench' AND account = ''
        """,
        "UPDATE record_keys SET wrapped = ? WHERE id = ? AND master_key = 1",
        "DELETE FROM grant_labels WHERE grant_id = ?", "DELETE FROM access_tokens WHERE grant_id = ?",
        "DELETE FROM refresh_intents WHERE grant_id = ?",
    ]

    /// 200 bytes of refresh token and 32 of key, each with what an envelope adds.
    private static let tokenBytes: Int32 = 273
    private static let wrappedBytes: Int32 = 105
    /// What a put has to keep, as one value: both blobs and the plain columns.
    static let rowBytes = Int(tokenBytes + wrappedBytes) + 100

    private func put(_ id: Int64) throws {
        let now = Int64(time(nil)) * 1000
        let generation = generations[Int(id)]
        generations[Int(id)] += 1
        statements[0].bind(generation + 1, now, now)
        statements[0].bindRandom(bytes: Self.tokenBytes)
        statements[0].bind(id, generation)
        statements[0].bind(text: BenchLines.subject(Int(id) - 1))
        try statements[0].run()
        guard database.changes == 1 else { throw LoadFailure("the yardstick did not find its row") }
        statements[1].bindRandom(bytes: Self.wrappedBytes)
        statements[1].bind(id)
        try statements[1].run()
        for statement in statements[2...] {
            statement.bind(id)
            try statement.run()
        }
    }

    private static func fill(_ database: SQLiteDatabase, _ grants: Int) throws {
        let grant = try database.prepare(
            """
            INSERT INTO grants (id, subject, provider, account, generation, scopes, created_at, updated_at, refresh_token)
            VALUES (?, ?, 'bench', '', 1, 'read:user repo', 0, 0, ?)
            """)
        let key = try database.prepare("INSERT INTO record_keys (id, master_key, wrapped) VALUES (?, 1, ?)")
        try database.execute("BEGIN IMMEDIATE")
        for id in 1...Int64(grants) {
            grant.bind(id)
            grant.bind(text: BenchLines.subject(Int(id) - 1))
            grant.bindRandom(bytes: tokenBytes)
            try grant.run()
            key.bind(id)
            key.bindRandom(bytes: wrappedBytes)
            try key.run()
        }
        try database.execute("COMMIT")
    }
}
