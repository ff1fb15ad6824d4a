import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `system.health`: fit to serve or not, and why not.
    func reportHealth(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        let sealed = seal.problem
        let problems =
            (sealed.map { ["sealed (\($0.reason.rawValue)): \($0.text)"] } ?? []) + health.problems + facts.problems()
        let status: HealthReport.Status = sealed != nil ? .sealed : problems.isEmpty ? .ok : .degraded
        return .health(
            HealthReport(status: status, problems: problems, pendingRevocations: facts.pendingRevocations()))
    }
}
