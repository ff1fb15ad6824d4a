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
        let settings = try ConfigurationFile(path: path).loadOrFail(makesSealKey: true).settings
        if case .file(let keyPath) = settings.sealKey { try makeKeyFile(keyPath) }
        let store = try Wiring.openStore(settings.storePath, creating: true)
        defer { store.close() }
        let sealKey = try KeyAccess.readSealKey(settings.sealKey)
        do throws(KeyringFailure) {
            _ = try KeyringBootstrap.create(in: store, under: sealKey, now: SystemClock().now())
            terminal.print("made the store \(settings.storePath) with master key version 1\n")
        } catch {
            guard case .alreadyInitialised = error else {
                throw StartFailure("could not \(error.description)", exitCode: .sealed)
            }
            _ = try KeyAccess.openKeyring(of: store, settings.sealKey)
            terminal.print(
                "the store \(settings.storePath) is there already and its seal key fits; nothing was changed\n")
        }
        return .ok
    }

    private func makeKeyFile(_ keyPath: String) throws(StartFailure) {
        let raw = open(keyPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o400)
        if raw < 0, errno == EEXIST { return }
        guard raw >= 0 else {
            throw StartFailure("could not make the seal key file \(keyPath): \(errorText(errno))")
        }
        let file = FileDescriptor(owning: raw)
        let line: Secret
        do throws(SealKeyFailure) {
            line = try SealKey.makeLine()
        } catch {
            unlink(keyPath)
            throw StartFailure("could not make a seal key: \(error.description)")
        }
        let written = line.withBytes { Glibc.write(file.raw, $0.baseAddress, $0.count) }
        guard written == line.count, fsync(file.raw) == 0 else {
            let number = errno
            unlink(keyPath)
            throw StartFailure("could not write the seal key file \(keyPath): \(errorText(number))")
        }
        terminal.print("made the seal key \(keyPath) (mode 0400); keep a copy of it away from this machine\n")
    }
}
