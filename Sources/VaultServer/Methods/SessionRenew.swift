import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.renew`: a new handle, and what changed with it.
    func renewSession(_ request: SessionRenewal, _ gate: Gate) async throws(VaultError) -> Reply {
        let opened = try await sessions.renew(request, caller: gate.caller) { session throws(VaultError) in
            _ = try gate.permit(for: session)
        }
        return .sessionOpened(opened)
    }
}
