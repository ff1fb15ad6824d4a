import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.lookup`: finds and touches in one call; what is wrong with a handle, nobody is told.
    func lookUpSession(_ handle: Secret, _ gate: Gate) async throws(VaultError) -> Reply {
        let found = try await sessions.lookUp(handle, caller: gate.caller, text: { $0.replyText() }) {
            session throws(VaultError) in _ = try gate.permit(for: session)
        }
        return .sessionFound(found)
    }
}
