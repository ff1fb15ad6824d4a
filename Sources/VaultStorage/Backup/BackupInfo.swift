import VaultCore

/// What a backup says about itself, in a table that no other store has: whoever puts a backup in a store's place without
/// restoring it is found out by it.
struct BackupInfo {
    static let tableSQL = """
        CREATE TABLE backup_info (
            row INTEGER PRIMARY KEY CHECK (row = 1),
            created_at INTEGER NOT NULL,
            -- Versions of the master keys that the backup holds, separated by spaces.
            master_keys TEXT NOT NULL,
            -- NULL in a backup; set by a restore until the grants were gone through.
            restored_at INTEGER
        ) STRICT
        """
    static let insertSQL = "INSERT INTO backup_info VALUES (1, ?, ?, ?)"

    /// Beside it in a restored store: how far the copy had come.
    static let restoredFromSQL =
        "CREATE TABLE restored_from (row INTEGER PRIMARY KEY CHECK (row = 1), sequence INTEGER) STRICT"

    let createdAt: Timestamp
    let masterKeys: [MasterKeyVersion]
    let restoredAt: Timestamp?
    /// 0 where it is not known: then all that happened since the store was made may be missing.
    let restoredFrom: Int64

    /// - Returns: nil for a store that is no backup.
    init?(_ connection: Connection) throws(SQLiteError) {
        let table = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'backup_info'")
        guard try table.first({ row throws(SQLiteError) in row.int() }) == 1 else { return nil }
        let select = connection.prepare("SELECT created_at, master_keys, restored_at FROM backup_info")
        let row = try select.first { row throws(SQLiteError) in
            (row.int(), row.text(), row.optionalInt())
        }
        guard let row else { return nil }
        createdAt = Timestamp(milliseconds: row.0)
        masterKeys = row.1.split(separator: " ").compactMap { Int64($0) }.map(MasterKeyVersion.init(number:))
        restoredAt = row.2.map(Timestamp.init(milliseconds:))
        restoredFrom = try Self.restoredFrom(connection)
    }

    private static func restoredFrom(_ connection: Connection) throws(SQLiteError) -> Int64 {
        let table = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'restored_from'")
        guard try table.first({ row throws(SQLiteError) in row.int() }) == 1 else { return 0 }
        let select = connection.prepare("SELECT sequence FROM restored_from")
        return try select.first { row throws(SQLiteError) in row.int() } ?? 0
    }

    /// Hexadecimal digits.
    static func text(of id: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: id.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
