import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `identity.resolve`: whoever may call it vouches that the provider said these claims. Whether the caller may have the subject is
    /// asked with the subject that the rules found.
    func resolveIdentity(_ request: IdentityRequest, _ gate: Gate) async throws(VaultError) -> Reply {
        .identity(try await resolve(request, gate))
    }

    func resolve(_ request: IdentityRequest, _ gate: Gate) async throws(VaultError) -> ResolvedIdentity {
        // A provider that the caller does not reach is refused and noted before any rule is asked.
        if !gate.reaches(request.provider) { _ = try gate.permit(for: request.provider) }
        let found = try identities.decide(request, caller: gate.caller)
        let permit = try gate.permit(for: request.provider, subject: found.subject)
        return try await identities.claim(found, permit, caller: gate.caller)
    }
}
