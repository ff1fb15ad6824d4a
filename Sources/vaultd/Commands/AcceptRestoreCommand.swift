import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultStorage

/// `vaultd accept-restore`: the store that was put back by hand is the one to go on with, because an operator said so.
struct AcceptRestoreCommand {
    private let path: String
    private let terminal: Terminal

    init(_ command: ParsedCommand, _ terminal: Terminal) {
        path = command.value("config") ?? ""
        self.terminal = terminal
    }

    func run() throws(StartFailure) -> ExitCode {
        try ProcessHardening.apply()
        let settings = try ConfigurationFile(path: path).loadOrFail().settings
        let store = settings.storePath
        let now = SystemClock().now()
        let copy: AcceptedCopy
        do throws(RestoreFailure) {
            copy = try StoreRestore.accept(store, witness: RollbackGuard.witness(settings), at: now)
        } catch {
            throw StartFailure(error, "could not accept the store", store)
        }
        terminal.print(
            "accepted the store \(store); at the next start, grants whose refresh token may have been replaced will need "
                + "re-authentication\n")
        let lost = LostRevocations(settings, since: copy.mark, noOlderThan: copy.newestChange)
        if lost.isKnown {
            terminal.print(lost.sentence(at: now) + "\n")
        } else {
            terminal.printError("vaultd: \(lost.sentence(at: now))\n")
        }
        return .ok
    }
}
