import VaultCore
import VaultCrypto

/// The sealer of a store that nobody has open, so that record keys can be made for it in bulk: it reads, and writes nothing.
struct BenchKeys: MasterKeyStore {
    private let id: [UInt8]
    private let key: [UInt8]

    private init(_ database: SQLiteDatabase) throws {
        var (id, key) = ([UInt8](), [UInt8]())
        try database.prepare("SELECT 1, store_id FROM store_info").forEach { id = Array($1) }
        try database.prepare("SELECT version, wrapped FROM master_keys").forEach { key = Array($1) }
        (self.id, self.key) = (id, key)
    }

    static func sealer(of database: SQLiteDatabase, sealKeyFile: String) throws -> KeyringSealer {
        let sealKey = try SealKey(reading: Secret(copying: Array(TextFile.read(sealKeyFile).utf8)))
        return KeyringSealer(try KeyringBootstrap.open(try BenchKeys(database), under: sealKey))
    }

    func storeID() throws(StoreFailure) -> [UInt8] { id }
    func masterKeys() throws(StoreFailure) -> [StoredMasterKey] {
        [
            StoredMasterKey(
                version: MasterKeyVersion(number: 1), state: .active, wrapped: key, createdAt: Timestamp(seconds: 0))
        ]
    }
    func add(_ key: StoredMasterKey) throws(StoreFailure) { throw .conflict }
    func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? { nil }
    func begin(with key: StoredMasterKey, seal: PassphraseSeal?) throws(StoreFailure) { throw .conflict }
    func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?, telling events: [AuditEvent]
    ) async throws(StoreFailure) { throw .conflict }
}
