import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `seal.lock`: nothing is handed out from here on; the keys are wiped when it answers.
    func lockSeal(now: Bool, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        try await seal.lock(now: now, permit, caller: gate.caller)
        return .seal(try await seal.status(permit))
    }
}
