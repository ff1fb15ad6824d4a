import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `token.get`, where `FastTokenGet` could not answer it: the service looks at the cache again, then refreshes.
    func getToken(_ request: TokenRequest, _ gate: Gate) async throws(VaultError) -> Reply {
        let (grant, permit) = try find(request.selector, gate)
        let token = try await tokens.get(
            request, of: grant, permit, in: try await session(request.session, gate), caller: gate.caller)
        return .token(token, now: clock.now())
    }

    /// The session that a call is made in, where it names one.
    func session(_ handle: Secret?, _ gate: Gate) async throws(VaultError) -> SessionProof? {
        try await sessions.proof(handle, caller: gate.caller, gate.method)
    }

    /// The same by delegation: the grant and its subject are the delegation's, the rule for `token.get` is the caller's.
    func redeemDelegation(_ redemption: TokenRedemption, _ gate: Gate) async throws(VaultError) -> Reply {
        let token = try await delegations.redeem(redemption, gate.caller, under: gate.policy) {
            delegation throws(VaultError) in try gate.mustBeWithinLimits(delegation)
        }
        return .token(token, now: clock.now())
    }
}
