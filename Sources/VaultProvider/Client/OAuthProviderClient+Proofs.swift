package import VaultCore
import VaultFetchWire

/// Proofs that the vault has the key of a grant (RFC 9449).
extension OAuthProviderClient {
    package func proof(
        for target: ProofTarget, of token: Secret, by key: ProofKey
    ) throws(ClientKeyProblem) -> Secret {
        try proof(for: target, tokenDigest: signer.digest(of: token), by: key)
    }

    /// Sends a token request, and once more where the server wants another nonce than it had: it says so before it looks at the
    /// refresh token (RFC 9449 §8), so that one is as good as before.
    ///
    /// - Parameter make: called for each request, which has credentials and a proof of its own.
    func askTokenEndpoint(
        _ endpoint: String, of provider: ProviderSettings, with credential: Secret?, by key: ProofKey?,
        _ make: (OAuthRequest) -> OutgoingRequest
    ) async throws(PreparationError) -> FetchOutcome {
        let first = try await send(to: endpoint, of: provider, with: credential, by: key, make)
        guard key != nil, wantsOtherNonce(first, provider) else { return first }
        return try await send(to: endpoint, of: provider, with: credential, by: key, make)
    }

    private func send(
        to endpoint: String, of provider: ProviderSettings, with credential: Secret?, by key: ProofKey?,
        _ make: (OAuthRequest) -> OutgoingRequest
    ) async throws(PreparationError) -> FetchOutcome {
        var builder = try await request(for: provider, at: endpoint, with: credential)
        if let key { builder.proof = try proof(at: endpoint, of: provider, by: key) }
        let outcome = await fetching.fetch(make(builder), in: FetchLaneKey(provider))
        if key != nil { nonces.note(outcome, of: provider) }
        return outcome
    }

    private func wantsOtherNonce(_ outcome: FetchOutcome, _ provider: ProviderSettings) -> Bool {
        guard case .response(let reply) = outcome, 400...499 ~= reply.status, reply.usableNonce != nil,
            case .error(let error) = TokenAnswer(reply.body, shape: AnswerShape(provider), isJSON: reply.isJSON)
        else { return false }
        return error.code?.text == TokenError.nonceWanted
    }

    private func proof(
        at endpoint: String, of provider: ProviderSettings, by key: ProofKey
    ) throws(PreparationError) -> Secret {
        let target: ProofTarget
        do throws(InvalidValue) {
            target = try ProofTarget(method: "POST", url: endpoint, nonce: nonces.nonce(for: provider))
        } catch {
            // An address that no request could be sent to either.
            throw .metadata(.unsafeEndpoint)
        }
        do throws(ClientKeyProblem) {
            return try proof(for: target, tokenDigest: nil, by: key)
        } catch {
            throw .key(error)
        }
    }

    private func proof(
        for target: ProofTarget, tokenDigest: [UInt8]?, by key: ProofKey
    ) throws(ClientKeyProblem) -> Secret {
        let proof = PossessionProof(
            publicKey: try signer.publicKey(of: key), target: target, issuedAt: clock.now(),
            identifier: ClientAssertion.freshIdentifier(), tokenDigest: tokenDigest)
        let input = proof.signingInput
        return ClientAssertion.signed(input, try signer.sign(input, with: key))
    }
}
