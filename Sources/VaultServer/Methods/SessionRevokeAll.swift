import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.revoke_all`: of one subject, at one provider, or everyone's; all but the one that the call is made in.
    func revokeSessions(_ sweep: SessionSweep, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit(of: sweep.subject)
        if sweep.subject == nil { try gate.mustReachEveryone() }
        var scope = SessionScope(subject: sweep.subject, provider: sweep.provider)
        if let handle = sweep.except {
            let current = try await sessions.find(.handle(handle), caller: gate.caller, gate.method)
            guard sweep.subject == nil || sweep.subject == current.subject else { throw .notFound(what: "session") }
            scope.except = current.id
        }
        return .sessionsEnded(try await sessions.endAll(scope, permit, caller: gate.caller))
    }
}
