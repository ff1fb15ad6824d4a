import VaultCore

/// Finds the key of all accounts, and the subject of one.
struct IdentityReads {
    static let keySQL = """
        SELECT i.id, k.master_key, k.wrapped FROM identity_key AS i LEFT JOIN record_keys AS k ON k.id = i.id
        """
    static let byAccountSQL =
        "SELECT subject, proof, created_at FROM identities WHERE provider = ? AND account_tag = ?"

    private let keys: Statement
    private let byAccount: Statement

    init(_ connection: Connection) {
        keys = connection.prepare(Self.keySQL)
        byAccount = connection.prepare(Self.byAccountSQL)
    }

    func key() throws(SQLiteError) -> IdentityKey? {
        try keys.first { row throws(SQLiteError) in
            let record = row.int()
            guard let version = row.optionalInt() else { throw SQLiteError.damaged("the accounts have no record key") }
            return IdentityKey(
                record: record,
                key: WrappedRecordKey(masterKey: MasterKeyVersion(number: version), bytes: row.blob()))
        }
    }

    func identity(_ accountTag: [UInt8], at provider: ProviderName) throws(SQLiteError) -> StoredIdentity? {
        byAccount.add(provider.text)
        byAccount.add(accountTag)
        return try byAccount.first { row throws(SQLiteError) in
            let (text, proof, created) = (row.text(), row.blob(), row.int())
            do throws(InvalidValue) {
                return StoredIdentity(
                    provider: provider, accountTag: accountTag, subject: try Subject(text), proof: proof,
                    createdAt: Timestamp(milliseconds: created))
            } catch {
                throw SQLiteError.damaged("a stored \(error.field) \(error.problem)")
            }
        }
    }
}
