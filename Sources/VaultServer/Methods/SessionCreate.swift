import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.create`: whoever may create sessions vouches for the subject's sign-in.
    func createSession(_ request: NewSession, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit(of: request.subject)
        return .sessionOpened(try await sessions.create(request, permit, caller: gate.caller))
    }
}
