import VaultCore

/// What may be written to the table `master_keys`.
struct MasterKeyWrites {
    static let insertSQL = """
        INSERT INTO master_keys (version, state, wrapped, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    static let livingSQL = "SELECT version FROM master_keys WHERE state <> 'destroyed' ORDER BY version"
    static let rewrapSQL = "UPDATE master_keys SET wrapped = ? WHERE version = ?"

    static let destroyedSQL = "SELECT version FROM master_keys WHERE state = 'destroyed'"
    static let preparedSQL = "SELECT 1 FROM master_keys WHERE version = ? AND state = 'prepared'"
    static let retireSQL = "UPDATE master_keys SET state = 'retiring', retired_at = ? WHERE state = 'active'"
    static let activateSQL = "UPDATE master_keys SET state = 'active', activated_at = ? WHERE version = ?"
    /// With secure_delete on, what the shorter value leaves is zeroed.
    static let destroySQL = """
        UPDATE master_keys SET state = 'destroyed', wrapped = x'', destroyed_at = ?
        WHERE version = ? AND state = 'retiring'
            AND NOT EXISTS (SELECT 1 FROM record_keys WHERE master_key = master_keys.version)
        """

    static let countSQL = "UPDATE master_keys SET wraps = wraps + ? WHERE version = ?"

    private let insertion: Statement
    private let any: Statement
    private let living: Statement
    private let rewrapping: Statement
    private let gone: Statement
    private let prepared: Statement
    private let retirement: Statement
    private let activation: Statement
    private let destruction: Statement
    private let counting: Statement

    init(_ connection: Connection) {
        insertion = connection.prepare(Self.insertSQL)
        any = connection.prepare("SELECT EXISTS (SELECT 1 FROM master_keys)")
        living = connection.prepare(Self.livingSQL)
        rewrapping = connection.prepare(Self.rewrapSQL)
        gone = connection.prepare(Self.destroyedSQL)
        prepared = connection.prepare(Self.preparedSQL)
        retirement = connection.prepare(Self.retireSQL)
        activation = connection.prepare(Self.activateSQL)
        destruction = connection.prepare(Self.destroySQL)
        counting = connection.prepare(Self.countSQL)
    }

    /// - Returns: false when the version exists, or the key is active beside another active one.
    func insert(_ key: StoredMasterKey) throws(SQLiteError) -> Bool {
        insertion.add(key.version.number)
        insertion.add(key.state.rawValue)
        insertion.add(key.wrapped)
        insertion.add(key.createdAt.milliseconds)
        return try insertion.run() == 1
    }

    func destroyed() throws(SQLiteError) -> Set<MasterKeyVersion> {
        var versions: Set<MasterKeyVersion> = []
        try gone.forEach { row throws(SQLiteError) in versions.insert(MasterKeyVersion(number: row.int())) }
        return versions
    }

    /// - Returns: false when the version is not prepared.
    func activate(_ version: MasterKeyVersion, at now: Timestamp) throws(SQLiteError) -> Bool {
        prepared.add(version.number)
        guard try prepared.first({ row throws(SQLiteError) in row.int() }) != nil else { return false }
        // The index wants the other one out of the way first.
        retirement.add(now.milliseconds)
        try retirement.run()
        activation.add(now.milliseconds)
        activation.add(version.number)
        try activation.run()
        return true
    }

    /// - Returns: false when the version is not retiring, or a record key names it.
    func destroy(_ version: MasterKeyVersion, at now: Timestamp) throws(SQLiteError) -> Bool {
        destruction.add(now.milliseconds)
        destruction.add(version.number)
        return try destruction.run() == 1
    }

    func count(_ wraps: WrapCounts) throws(SQLiteError) {
        for (version, count) in wraps.counts {
            counting.add(Int64(count))
            counting.add(version.number)
            try counting.run()
        }
    }

    /// - Returns: false when any key stands there.
    func insertFirst(_ key: StoredMasterKey) throws(SQLiteError) -> Bool {
        guard try any.first({ row throws(SQLiteError) in row.int() }) == 0 else { return false }
        return try insert(key)
    }

    /// - Returns: false when these are not the versions that are not destroyed.
    func replaceWrapped(_ wrapped: [MasterKeyVersion: [UInt8]]) throws(SQLiteError) -> Bool {
        var versions: [MasterKeyVersion] = []
        try living.forEach { row throws(SQLiteError) in versions.append(MasterKeyVersion(number: row.int())) }
        guard versions == wrapped.keys.sorted() else { return false }
        for (version, bytes) in wrapped {
            rewrapping.add(bytes)
            rewrapping.add(version.number)
            try rewrapping.run()
        }
        return true
    }
}
