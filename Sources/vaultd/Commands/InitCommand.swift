import Glibc
import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultSocket
import VaultStorage

/// `vaultd init`: makes the seal key file, the store and master key version 1; never overwrites what is there.
struct InitCommand {
    private let path: String
    private let terminal: Terminal

    init(_ command: ParsedCommand, _ terminal: Terminal) {
        path = command.value("config") ?? ""
        self.terminal = terminal
    }

    func run() throws(StartFailure) -> ExitCode {
        try ProcessHardening.apply()
        let settings = try ConfigurationFile(path: path).loadOrFail(keyMayBeMissing: true).settings
        if case .key(.file(let keyPath)) = settings.sealKey { try makeKeyFile(keyPath) }
        // Before anything is made: what is typed may be of no use.
        let passphrase = try passphrase(for: settings)
        let store = try Wiring.openStore(settings.storePath, creating: true)
        try makeAuditKey(settings.auditKeyPath)
        defer { store.close() }
        do throws(SealProblem) {
            if try make(store, settings.sealKey, passphrase) {
                terminal.print("made the store \(settings.storePath) with master key version 1\n")
            } else {
                _ = try KeyAccess.openKeyring(of: store, settings.sealKey, passphrase: passphrase)
                terminal.print(
                    "the store \(settings.storePath) is there already and its seal key fits; nothing was changed\n")
            }
        } catch {
            throw StartFailure(error.text, exitCode: .sealed)
        }
        return .ok
    }

    /// - Returns: false when the store has keys already.
    private func make(
        _ store: SQLiteStore, _ source: SealSource, _ passphrase: Secret?
    ) throws(SealProblem) -> Bool {
        let new = try NewSeal.key(from: source, passphrase: passphrase)
        let seal = new.seal
        do throws(KeyringFailure) {
            _ = try KeyringBootstrap.create(in: store, under: new.key, seal, now: SystemClock().now())
            return true
        } catch {
            if case .alreadyInitialised = error { return false }
            throw SealProblem(error)
        }
    }

    private func passphrase(for settings: VaultSettings) throws(StartFailure) -> Secret? {
        guard case .passphrase(let cost) = settings.sealKey else { return nil }
        guard access(settings.storePath, F_OK) != 0 else { return try PassphrasePrompt(terminal).existing() }
        let passphrase = try PassphrasePrompt(terminal).new()
        do throws(SealKeyFailure) {
            _ = try SealKey.makePassphraseSeal(for: passphrase, cost: cost)
        } catch {
            throw StartFailure("could not \(error.description)")
        }
        return passphrase
    }

    private func makeKeyFile(_ keyPath: String) throws(StartFailure) {
        guard try KeyFile.make(keyPath, "seal key") else { return }
        terminal.print("made the seal key \(keyPath) (mode 0400); keep a copy of it away from this machine\n")
    }

    private func makeAuditKey(_ keyPath: String) throws(StartFailure) {
        _ = try AuditKeyFile.open(keyPath) {
            terminal.print("made the audit key \(keyPath) (mode 0400), which seals the audit log\n")
        }
    }
}
