import VaultCore

/// Tokens that are good only with a proof for each use (RFC 9449): the key stays here, the proofs go out with the token.
extension TokenService {
    /// The token with a proof for the target, where it needs one and a target is named.
    ///
    /// - Throws: `.clientMisconfigured` where the provider binds tokens and its entry does not say so.
    func usable(
        _ token: IssuedToken, of grant: Grant, for target: ProofTarget?, _ origin: Origin
    ) throws(VaultError) -> IssuedToken {
        guard AccessTokens(context: context).isServed(token, of: grant) else {
            throw .clientMisconfigured(provider: grant.provider, providerError: nil)
        }
        guard token.type == .dpop, let target else { return token }
        let lineage = try context.stored(about: grant.id) { () throws(StoreFailure) in
            try context.store.lineage(grant.id)
        }
        guard let lineage else { throw .notFound(what: "grant") }
        guard let key = try context.proofKey(of: lineage, origin) else {
            throw .reauthRequired(.recordDamaged, providerError: nil)
        }
        var proved = token
        do throws(ClientKeyProblem) {
            proved.proof = try context.provider.proof(for: target, of: token.accessToken, by: key)
        } catch {
            throw .internal(reason: error.description)
        }
        return proved
    }
}
