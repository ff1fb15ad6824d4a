import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `system.health`: fit to serve or not, and why not.
    func reportHealth(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        let pending = facts.pendingRevocations()
        let sealed = seal.problem.map { HealthProblem(.sealed, "sealed (\($0.reason.rawValue)): \($0.text)") }
        let unread =
            pending == nil
            ? HealthProblem(.storeFailing, "the store cannot be read: look at its disk and at vaultd's own log") : nil
        return .health(
            HealthReport(
                problems: [sealed, unread].compactMap(\.self) + health.problems + facts.problems(),
                pendingRevocations: pending ?? 0))
    }
}
