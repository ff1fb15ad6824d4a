import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `system.info`: which daemon this is and how much it has to do.
    func reportInfo(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .info(
            SystemInfo(
                version: facts.version, pid: facts.pid, startedAt: facts.startedAt,
                uptimeSeconds: max(0, clock.now().seconds(since: facts.startedAt)),
                connections: admission.connections, inFlight: admission.inFlight,
                providers: settings.providers.count, isDevelopment: settings.isDevelopment, backup: backups.progress))
    }
}
