import Synchronization
import VaultCore

@testable import VaultCrypto

/// Reads hexadecimal digits of a test vector.
func bytes(hex: String) -> [UInt8] {
    var result: [UInt8] = []
    var digits = hex.makeIterator()
    while let high = digits.next(), let low = digits.next() {
        result.append(UInt8(String([high, low]), radix: 16) ?? 0)
    }
    return result
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

extension Secret {
    var copiedBytes: [UInt8] { withBytes { Array($0) } }
}

/// Keeps the `MasterKeyStore` port in memory and counts writes.
final class MemoryKeyStore: MasterKeyStore {
    private struct State {
        var keys: [StoredMasterKey]
        var writes = 0
        var failure: StoreFailure?
    }

    private let id: [UInt8]
    private let state: Mutex<State>

    init(id: [UInt8] = Array("a store of sixteen".utf8), keys: [StoredMasterKey] = []) {
        self.id = id
        state = Mutex(State(keys: keys))
    }

    var writes: Int { state.withLock { $0.writes } }

    func fail(with failure: StoreFailure?) { state.withLock { $0.failure = failure } }

    func storeID() throws(StoreFailure) -> [UInt8] { id }

    func masterKeys() throws(StoreFailure) -> [StoredMasterKey] { state.withLock { $0.keys } }

    func add(_ key: StoredMasterKey) throws(StoreFailure) {
        let failure: StoreFailure? = state.withLock { state in
            if let failure = state.failure { return failure }
            if state.keys.contains(where: { $0.version == key.version }) { return .conflict }
            state.keys.append(key)
            state.writes += 1
            return nil
        }
        if let failure { throw failure }
    }

    func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? { nil }

    func begin(with key: StoredMasterKey, seal: PassphraseSeal?) throws(StoreFailure) { try add(key) }

    func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        let failure: StoreFailure? = state.withLock { state in
            if let failure = state.failure { return failure }
            for index in state.keys.indices {
                if let bytes = wrapped[state.keys[index].version] { state.keys[index].wrapped = bytes }
            }
            state.writes += 1
            return nil
        }
        if let failure { throw failure }
    }
}

enum Fixture {
    static let time = Timestamp(milliseconds: 1_700_000_000_000)

    static func sealKey(_ first: UInt8 = 1) throws -> SealKey {
        try SealKey(reading: Secret(copying: (0..<32).map { first &+ $0 }))
    }

    /// A keyring with master keys of these versions, the last of them active; the keys follow from `seed`.
    static func keyring(store: String = "store 1", versions: [Int64] = [1], seed: UInt8 = 7) throws -> Keyring {
        let keys = try versions.map { version in
            let memory = try GuardedMemory(count: GuardedKey.byteCount)
            memory.withPointer { key in
                for index in 0..<GuardedKey.byteCount { key[index] = seed &+ UInt8(version) &* 31 &+ UInt8(index) }
            }
            return MasterKey(version: MasterKeyVersion(number: version), key: GuardedKey(freezing: memory))
        }
        return Keyring(
            storeID: Array(store.utf8), keys: keys, active: keys[keys.count - 1],
            sealKey: HeldSealKey(try sealKey()))
    }

    static func context(
        place: SealContext.Place = .refreshToken, record: Int64 = 42, subject: String = "user:default/alice",
        provider: String = "github", account: String = "583231", generation: Int64 = 3, detail: String = ""
    ) throws -> SealContext {
        SealContext(
            place: place, record: record,
            key: GrantKey(
                subject: try Subject(subject), provider: try ProviderName(provider), account: try Account(account)),
            generation: Generation(number: generation), detail: detail)
    }

    /// The context above with one field changed, for every field there is.
    static func neighbours() throws -> [(field: String, context: SealContext)] {
        [
            ("place", try context(place: .accessToken)), ("place, other", try context(place: .revocationToken)),
            ("record", try context(record: 43)), ("subject", try context(subject: "user:default/alicf")),
            ("provider", try context(provider: "githuc")), ("account", try context(account: "583232")),
            ("older generation", try context(generation: 2)), ("newer generation", try context(generation: 4)),
            ("detail", try context(detail: "a")),
        ]
    }
}
