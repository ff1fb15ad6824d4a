import CSQLite
import VaultCore

/// Reads what concerns no single grant.
struct StoreReads {
    static let identitySQL = "SELECT store_id FROM store_info"
    static let keysSQL = """
        SELECT version, state, wrapped, created_at, activated_at, retired_at, destroyed_at,
            wraps
        FROM master_keys ORDER BY version
        """
    static let sequenceSQL = "SELECT sequence FROM store_sequence"
    static let newestChangeSQL = """
        SELECT max(max(updated_at, coalesce(last_used_at, 0), coalesce(minted_at, 0))) FROM grants
        """
    static let countSQL = "SELECT count(*) FROM grants"
    /// Also after a mark was lost with an older copy of the file, no id that stands somewhere is given out again.
    static let highestIDSQL = """
        SELECT max((SELECT id_mark FROM store_info), coalesce((SELECT max(id) FROM grants), 0),
            coalesce((SELECT max(id) FROM revocations), 0), coalesce((SELECT max(id) FROM record_keys), 0))
        """

    private let connection: Connection
    private let identity: Statement
    private let keys: Statement
    private let count: Statement
    private let seal: Statement

    init(_ connection: Connection) {
        self.connection = connection
        identity = connection.prepare(Self.identitySQL)
        keys = connection.prepare(Self.keysSQL)
        count = connection.prepare(Self.countSQL)
        seal = connection.prepare("SELECT salt, operations, memory_bytes FROM seal")
    }

    func storeID() throws(SQLiteError) -> [UInt8] {
        guard let id = try identity.first({ row throws(SQLiteError) in row.blob() }) else {
            throw .damaged("the store has no identity")
        }
        return id
    }

    func masterKeys() throws(SQLiteError) -> [StoredMasterKey] {
        var found: [StoredMasterKey] = []
        try keys.forEach { row throws(SQLiteError) in
            let version = MasterKeyVersion(number: row.int())
            guard let state = MasterKeyState(rawValue: row.text()) else {
                throw .damaged("a master key's state is not known")
            }
            let (wrapped, created) = (row.blob(), row.int())
            var key = StoredMasterKey(
                version: version, state: state, wrapped: wrapped, createdAt: Timestamp(milliseconds: created))
            key.activatedAt = row.optionalInt().map(Timestamp.init(milliseconds:))
            key.retiredAt = row.optionalInt().map(Timestamp.init(milliseconds:))
            key.destroyedAt = row.optionalInt().map(Timestamp.init(milliseconds:))
            key.wraps = Int(row.int())
            found.append(key)
        }
        return found
    }

    func passphraseSeal() throws(SQLiteError) -> PassphraseSeal? {
        try seal.first { row throws(SQLiteError) in
            let (salt, operations, memory) = (row.blob(), row.int(), row.int())
            guard let cost = PassphraseCost(operations: operations, memoryBytes: memory),
                let seal = PassphraseSeal(salt: salt, cost: cost)
            else { throw SQLiteError.damaged("the seal of the store has parameters that none can have") }
            return seal
        }
    }

    /// No id above it was ever stored.
    func highestID() throws(SQLiteError) -> Int64 {
        try connection.prepare(Self.highestIDSQL).first { row throws(SQLiteError) in row.int() } ?? 0
    }

    func sequence() throws(SQLiteError) -> Int64 {
        guard let number = try connection.prepare(Self.sequenceSQL).first({ row throws(SQLiteError) in row.int() })
        else {
            throw .damaged("the store has no sequence")
        }
        return number
    }

    func newestChange() throws(SQLiteError) -> Timestamp? {
        try connection.prepare(Self.newestChangeSQL).first { row throws(SQLiteError) in row.optionalInt() }
            .flatMap { $0 }.map(Timestamp.init(milliseconds:))
    }

    func backupInfo() throws(SQLiteError) -> BackupInfo? { try BackupInfo(connection) }

    func grantCount() throws(SQLiteError) -> Int {
        Int(try count.first { row throws(SQLiteError) in row.int() } ?? 0)
    }

    func databaseBytes() throws(SQLiteError) -> Int {
        Int(try connection.number("page_count") * connection.number("page_size"))
    }

    /// What `PRAGMA quick_check` complains about; empty when the file is sound.
    func problems() throws(SQLiteError) -> [String] {
        var lines: [String] = []
        try connection.prepare("PRAGMA quick_check(20)").forEach { row throws(SQLiteError) in lines.append(row.text()) }
        return lines == ["ok"] ? [] : lines
    }
}
