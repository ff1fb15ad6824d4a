import VaultCore
import VaultCrypto

/// Our sealing against libsodium's own time for the same work: what types, locks and allocations cost.
enum SealScenario {
    static func run(_ context: BenchContext) throws -> [Finding] {
        try [(200, "200 B"), (1024, "1 KB")].flatMap { bytes, label in
            context.progress("seal and open \(label)")
            let subject = try SealSubject(bytes: bytes)
            let yardstick = SodiumYardstick(bytes: bytes, associatedBytes: SealSubject.associatedBytes)
            let batches = context.isQuick ? 100 : 400
            let sealing = try PairedRuns.measure(rounds: context.rounds) {
                try timed(batches) { try subject.seal() }
            } yardstick: {
                timed(batches) { yardstick.seal() }
            }
            let opening = try PairedRuns.measure(rounds: context.rounds) {
                try timed(batches) { try subject.open() }
            } yardstick: {
                timed(batches) { yardstick.open() }
            }
            return [
                Finding("seal \(label)", .timeRatio, of: "libsodium", sealing),
                Finding("open \(label)", .timeRatio, of: "libsodium", opening),
            ].compactMap { $0 }
        }
    }

    private static func timed(_ batches: Int, _ work: () throws -> Void) rethrows -> Run {
        let batch = 200
        let best = try SystemTime.best(of: batches) { for _ in 0..<batch { try work() } }
        return Run(rate: Double(batch) * 1e9 / Double(best))
    }
}

/// A sealer with one record, as the daemon uses it.
struct SealSubject {
    /// Of the context below, as `AssociatedData` writes it.
    static let associatedBytes = 155

    static let storeID = Array("bench store id 1".utf8)

    private let sealer: KeyringSealer
    private let key: WrappedRecordKey
    let context: SealContext
    private let secret: Secret
    private let sealed: SealedSecret

    init(bytes: Int) throws {
        sealer = try Self.makeSealer()
        key = try sealer.makeRecordKey(record: 42)
        context = SealContext(
            place: .refreshToken, record: 42,
            key: GrantKey(
                subject: try Subject("user:default/bench-000042"), provider: try ProviderName("github"),
                account: try Account("583231")),
            generation: Generation(number: 3))
        secret = Secret(copying: (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        sealed = try sealer.seal(secret, under: key, in: context)
    }

    /// With keys of its own that nobody keeps.
    static func makeSealer() throws -> KeyringSealer {
        let sealKey = try SealKey(reading: try SealKey.makeLine())
        return KeyringSealer(
            try KeyringBootstrap.create(
                in: OneKeyStore(), under: sealKey, now: Timestamp(seconds: 1_700_000_000)))
    }

    func seal() throws { _ = try sealer.seal(secret, under: key, in: context) }
    func open() throws { _ = try sealer.open(sealed, under: key, in: context) }
}

/// A store that takes one master key and forgets it.
private struct OneKeyStore: MasterKeyStore {
    func storeID() throws(StoreFailure) -> [UInt8] { SealSubject.storeID }
    func masterKeys() throws(StoreFailure) -> [StoredMasterKey] { [] }
    func add(_ key: StoredMasterKey) throws(StoreFailure) {}
    func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? { nil }
    func begin(with key: StoredMasterKey, seal: PassphraseSeal?) throws(StoreFailure) {}
    func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {}
}
