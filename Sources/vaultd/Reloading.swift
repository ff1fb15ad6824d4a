import Synchronization
import VaultAudit
import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultProvider
import VaultServer
import VaultService

/// Reads the configuration again and puts it in force as a whole, or leaves everything as it was.
final class Reloading: Sendable {
    private let file: ConfigurationFile
    private let wiring: Wiring
    private let running: Mutex<VaultSettings>
    private let terminal: Terminal

    init(file: ConfigurationFile, wiring: Wiring, running: VaultSettings, terminal: Terminal) {
        self.file = file
        self.wiring = wiring
        self.running = Mutex(running)
        self.terminal = terminal
    }

    func reload() async {
        let outcome: AuditEvent.Outcome
        do throws(InvalidConfiguration) {
            try await apply(file.load(keyMayBeMissing: true).settings)
            outcome = .done
        } catch {
            terminal.printError(
                "vaultd: the new configuration is not used, the old one stays in force:\n" + error.text(file: file.path)
            )
            outcome = .failed
        }
        reopenAudit()
        wiring.trail.record(AuditEvent(.configurationReloaded, outcome))
        do throws(AuditFailure) { try wiring.audit.flush() } catch {
            terminal.printError("vaultd: could not write the audit log (\(errorText(error.errno)))\n")
        }
    }

    private func apply(_ new: VaultSettings) async {
        let old = running.withLock { running in
            defer { running = new }
            return running
        }
        for name in Self.needingRestart(old, new) {
            terminal.printError("vaultd: '\(name)' has changed; it takes effect at the next start\n")
        }
        wiring.secrets.forgetAll()
        wiring.context.reload(providers: new.providers, tokens: new.tokens)
        wiring.context.settings.replace(sessions: new.sessions)
        wiring.context.settings.replace(identity: new.identity, isDevelopment: new.isDevelopment)
        if new.isDevelopment { terminal.printError(Self.developmentNote) }
        wiring.context.settings.replace(keys: new.keys, backupDirectory: new.backupDirectory)
        wiring.context.settings.replace(grants: new.grants)
        wiring.context.settings.replace(audit: new.audit)
        wiring.keyKeeping.wake()
        wiring.forecasting.wake()
        await wiring.server.reload(Wiring.rules(new, wiring.context.registry))
    }

    /// Said at each start and reload, so that nobody runs so without knowing.
    static let developmentNote =
        "vaultd: DEVELOPMENT MODE (development: true): guests may be let in; keep no real user's token in this vault\n"

    /// For log rotation: whoever moved the file away gets a new one.
    private func reopenAudit() {
        do throws(AuditOpenFailure) {
            try wiring.audit.reopen()
        } catch {
            terminal.printError(
                "vaultd: could not reopen the audit log, the old file stays in use: \(error.description)\n")
        }
    }

    private static func needingRestart(_ old: VaultSettings, _ new: VaultSettings) -> [String] {
        var names: [String] = []
        if old.storePath != new.storePath { names.append("store") }
        if old.auditPath != new.auditPath || old.auditKeyPath != new.auditKeyPath { names.append("audit") }
        if old.audit.sinks != new.audit.sinks { names.append("audit.sinks") }
        if old.audit.alerts != new.audit.alerts { names.append("audit.alerts") }
        if old.workloadSocket != new.workloadSocket || old.adminSocket != new.adminSocket { names.append("sockets") }
        if old.loops != new.loops { names.append("loops") }
        if old.metrics != new.metrics { names.append("metrics.listen") }
        if old.tokens.cachedTokens != new.tokens.cachedTokens { names.append("tokens.cached") }
        return names
    }
}
