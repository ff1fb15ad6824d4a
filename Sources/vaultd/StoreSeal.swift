import Synchronization
import VaultCore
import VaultConfiguration
import VaultCrypto
import VaultProvider
import VaultService

/// The seal of the store that is served: what its key comes from is read from the configuration file each time, so that an
/// operator can correct it without a restart. Everything that blocks runs on a thread of its own.
final class StoreSeal: SealMechanism {
    private let store: any MasterKeyStore
    private let sealer: KeyringSealer
    private let file: ConfigurationFile
    private let changes: KeyChanges
    /// For the first opening: the file was read a moment ago, by the start.
    private let sourceAtStart: Mutex<SealSource?>
    /// Why this store must not be opened, whatever the key; found out at the start.
    private let rollback: SealProblem?

    init(
        _ store: any MasterKeyStore, _ sealer: KeyringSealer, _ file: ConfigurationFile, _ changes: KeyChanges,
        sourceAtStart: SealSource, rollback: SealProblem?
    ) {
        self.store = store
        self.sealer = sealer
        self.file = file
        self.changes = changes
        self.sourceAtStart = Mutex(sourceAtStart)
        self.rollback = rollback
    }

    func source() async throws(SealProblem) -> SealSource {
        try await blocking { [file] () throws(SealProblem) in try Self.source(in: file) }
    }

    /// A store that was put back may be too old to tell; nothing depends on it there.
    func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? {
        if rollback == nil { return try store.passphraseSeal() }
        do throws(StoreFailure) { return try store.passphraseSeal() } catch { return nil }
    }

    func open(with passphrase: Secret?) async throws(SealProblem) {
        if let rollback { throw rollback }
        let known = sourceAtStart.withLock { source in
            defer { source = nil }
            return source
        }
        let keyring = try await blocking { [file, store] () throws(SealProblem) in
            let source = if let known { known } else { try Self.source(in: file) }
            return try KeyAccess.openKeyring(of: store, source, passphrase: passphrase)
        }
        sealer.unlock(with: keyring)
    }

    func lock() { sealer.lock() }

    func change(to passphrase: Secret?, telling event: AuditEvent) async throws(SealProblem) {
        let problem: SealProblem?
        do throws(VaultError) {
            problem = try await changes.alone { () async throws(VaultError) in
                await self.changeAlone(to: passphrase, telling: event)
            }
        } catch {
            throw SealProblem(.busy, "the keys are being changed by another request; try again when it is done")
        }
        if let problem { throw problem }
    }

    private func changeAlone(to passphrase: Secret?, telling event: AuditEvent) async -> SealProblem? {
        do throws(SealProblem) {
            try await changeWhileAlone(to: passphrase, telling: event)
            return nil
        } catch {
            return error
        }
    }

    /// Nobody else changes master keys meanwhile, so that none is left out.
    private func changeWhileAlone(to passphrase: Secret?, telling event: AuditEvent) async throws(SealProblem) {
        guard let keyring = sealer.keyring else {
            throw SealProblem(.locked, "the vault was sealed meanwhile; unseal it first")
        }
        let (resealed, seal) = try await blocking { [file] () throws(SealProblem) in
            try NewSeal.reseal(keyring, under: try Self.source(in: file), passphrase: passphrase)
        }
        Failpoints.reach("reseal_before_commit")
        do throws(StoreFailure) {
            try await store.replaceWrapped(resealed.wrapped, seal: seal, telling: [event])
        } catch {
            throw SealProblem(KeyringFailure.store(error))
        }
        Failpoints.reach("reseal_after_commit")
        // False when it was sealed meanwhile: then the store has its new seal and the vault stays sealed.
        _ = sealer.replace(with: resealed.keyring)
    }

    static func source(in file: ConfigurationFile) throws(SealProblem) -> SealSource {
        do throws(InvalidConfiguration) {
            return try file.load(keyMayBeMissing: true).settings.sealKey
        } catch {
            throw SealProblem(
                .unusableConfiguration,
                "the configuration cannot be used; correct what 'vaultd check --config \(file.path)' tells")
        }
    }

    private func blocking<Value: Sendable>(
        _ body: @escaping @Sendable () throws(SealProblem) -> Value
    ) async throws(SealProblem) -> Value {
        try await WorkerThread.run(named: "vault-seal") { Result { () throws(SealProblem) in try body() } }.get()
    }
}
