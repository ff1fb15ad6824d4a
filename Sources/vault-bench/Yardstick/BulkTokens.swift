import Glibc
import VaultCore
import VaultCrypto

/// Access tokens written straight into a store that nobody has open, beside their grants; sealed for real, as the daemon is to
/// open them.
final class BulkTokens {
    static let bytes = 930
    private let sealer: KeyringSealer
    private let insert: SQLiteStatement
    private let scopes: ScopeSet
    private let provider: ProviderName
    private let minted = Timestamp(milliseconds: Int64(time(nil)) * 1000)
    private let expires = Timestamp(milliseconds: (Int64(time(nil)) + 86_400) * 1000)

    init(_ database: SQLiteDatabase, _ sealer: KeyringSealer) throws {
        self.sealer = sealer
        scopes = try ScopeSet(["read:user", "repo"])
        provider = try ProviderName("bench")
        insert = try database.prepare(
            """
            INSERT INTO access_tokens (grant_id, requested_scopes, granted_scopes, generation, minted_at, expires_at, token)
            VALUES (?, '', 'read:user repo', 1, \(minted.milliseconds), \(expires.milliseconds), ?)
            """)
    }

    /// - Parameters:
    ///   - number: of the subject.
    ///   - key: the grant's.
    func add(_ id: Int64, _ number: Int, _ key: WrappedRecordKey) throws {
        let secret = Secret(copying: Array(BenchLines.accessToken(number).utf8))
        let sealed = try sealer.seal(secret, under: key, in: try context(id, number))
        try sealed.bytes.withUnsafeBytes { bytes in
            insert.bind(id)
            insert.bind(blob: bytes)
            try insert.run()
        }
    }

    /// As the daemon binds the token to its row.
    func context(_ id: Int64, _ number: Int) throws -> SealContext {
        SealContext.accessToken(
            record: id,
            key: GrantKey(subject: try Subject(BenchLines.subject(number)), provider: provider, account: .unknown),
            type: .bearer, generation: .first, requested: nil, granted: scopes, mintedAt: minted, expiresAt: expires,
            authentication: .unknown)
    }
}
