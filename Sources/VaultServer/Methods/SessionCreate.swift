import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.create`: whoever may create sessions vouches for the subject's sign-in.
    func createSession(_ request: NewSession, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit(of: request.subject)
        return .sessionOpened(try await sessions.create(request, permit, caller: gate.caller))
    }

    /// The same for whoever an account is. It takes both rights: to find that out, and to create sessions of the one who is found.
    func signIn(_ request: SessionSignIn, _ gate: Gate) async throws(VaultError) -> Reply {
        let found = try await resolve(request.identity, gate.asking(.identityResolve))
        return try await createSession(request.session(of: found), gate)
    }
}
