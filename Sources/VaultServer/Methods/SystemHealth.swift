import VaultCore
import VaultWire

extension RequestHandler {
    /// `system.health`: fit to serve or not, and why not.
    func reportHealth(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        let problems = health.problems + facts.problems()
        let status: HealthReport.Status = facts.isSealed() ? .sealed : problems.isEmpty ? .ok : .degraded
        return .health(
            HealthReport(status: status, problems: problems, pendingRevocations: facts.pendingRevocations()))
    }
}
