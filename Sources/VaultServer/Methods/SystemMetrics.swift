import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `system.metrics`: what Prometheus would read. Made away from the loop, whose other callers do not wait for it.
    func reportMetrics(_ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        let metrics = facts.metrics
        let text = try await offLoop { () throws(VaultError) in metrics().text }
        return .metrics(text)
    }
}
