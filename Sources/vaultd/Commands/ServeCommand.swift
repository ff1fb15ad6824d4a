import Glibc
import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultSocket

/// `vaultd serve`: starts the vault, waits for signals, ends it in order.
struct ServeCommand {
    private let path: String
    private let terminal: Terminal

    init(_ command: ParsedCommand, _ terminal: Terminal) {
        path = command.value("config") ?? ""
        self.terminal = terminal
    }

    func run() throws(StartFailure) -> ExitCode {
        try ProcessHardening.apply()
        let inherited = SocketActivation.take()
        let file = ConfigurationFile(path: path)
        let settings = try file.loadOrFail(keyMayBeMissing: true).settings
        try checkMemory(settings)
        let wiring = try Wiring(settings, file, startedAt: SystemClock().now())
        let listeners = try Listeners(inherited: inherited).open(settings, on: wiring.server)
        let daemon = try Daemon(wiring, listeners, settings, file, terminal)
        return daemon.run()
    }

    private func checkMemory(_ settings: VaultSettings) throws(StartFailure) {
        do throws(MemoryLockFailure) {
            try MemoryLock.check()
        } catch {
            guard settings.allowsUnlockedMemory else {
                throw StartFailure("could not lock memory for the keys: \(error.description)")
            }
            terminal.printError(
                "vaultd: memory cannot be locked; keys may reach the swap space, as the configuration allows\n")
        }
    }
}
