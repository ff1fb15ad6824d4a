import VaultCore

/// What may be written to the table `master_keys`.
struct MasterKeyWrites {
    static let insertSQL = """
        INSERT INTO master_keys (version, state, wrapped, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    static let livingSQL = "SELECT version FROM master_keys WHERE state <> 'destroyed' ORDER BY version"
    static let rewrapSQL = "UPDATE master_keys SET wrapped = ? WHERE version = ?"

    private let insertion: Statement
    private let living: Statement
    private let rewrapping: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        insertion = try connection.prepare(Self.insertSQL)
        living = try connection.prepare(Self.livingSQL)
        rewrapping = try connection.prepare(Self.rewrapSQL)
    }

    /// - Returns: false when the version exists, or the key is active beside another active one.
    func insert(_ key: StoredMasterKey) throws(SQLiteError) -> Bool {
        insertion.add(key.version.number)
        insertion.add(key.state.rawValue)
        insertion.add(key.wrapped)
        insertion.add(key.createdAt.milliseconds)
        return try insertion.run() == 1
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
