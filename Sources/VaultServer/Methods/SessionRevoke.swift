import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.revoke`: by id or by the handle itself; one that the caller does not reach is as if it did not exist.
    func revokeSession(_ selector: SessionSelector, _ gate: Gate) async throws(VaultError) -> Reply {
        let session = try await sessions.find(selector, caller: gate.caller, gate.method)
        let permit = try gate.permit(for: session)
        return .sessionEnded(try await sessions.end(session, permit, caller: gate.caller))
    }
}
