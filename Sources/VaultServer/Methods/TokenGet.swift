import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `token.get`, where `FastAnswers` could not answer it: the service looks at the cache again, then refreshes.
    func getToken(_ request: TokenRequest, _ gate: Gate) async throws(VaultError) -> Reply {
        let (grant, permit) = try find(request.selector, gate)
        let asking = TokenAsking(permit, at: grant.provider, asked: request.scopes)
        return try await releasing(asking, held: grant.scopes, gate) { () async throws(VaultError) in
            try await tokens.get(
                request, of: grant, permit, in: try await session(request.session, gate), caller: gate.caller)
        }
    }

    /// The session that a call is made in, where it names one.
    func session(_ handle: Secret?, _ gate: Gate) async throws(VaultError) -> SessionProof? {
        try await sessions.proof(handle, caller: gate.caller, gate.method)
    }

    /// The same by delegation: the grant and its subject are the delegation's, the rule for `token.get` is the caller's.
    func redeemDelegation(_ redemption: TokenRedemption, _ gate: Gate) async throws(VaultError) -> Reply {
        var redeemed: Delegation?
        let token: IssuedToken
        do throws(VaultError) {
            token = try await delegations.redeem(redemption, gate.caller, under: gate.policy) {
                delegation throws(VaultError) in
                redeemed = delegation
                try gate.mustBeWithinLimits(delegation)
            }
        } catch {
            if let redeemed { noteRefusal(of: asking(by: redeemed, redemption), gate) }
            throw error
        }
        guard let redeemed else { throw .internal(reason: "a delegation was redeemed that nobody was asked about") }
        // The token is out: a grant that is gone by now is no reason to hold it back.
        let held = (try? grants.find(.id(token.grant)).scopes) ?? token.scopes
        noteDelegated(token.scopes, by: redeemed.creator, at: redeemed.key.provider, held: held)
        return release(token, asking(by: redeemed, redemption), held: held)
    }

    /// Only the client that it was made for comes so far.
    private func asking(by delegation: Delegation, _ redemption: TokenRedemption) -> TokenAsking {
        TokenAsking(client: delegation.client, provider: delegation.key.provider, asked: redemption.scopes)
    }
}
