import VaultCore

/// Makes ready what proves who the client is, before any token is put into a request.
extension OAuthProviderClient {
    /// A request of the client to this endpoint; nothing is sent for it but what discovery and the choice of a secret need.
    func request(for provider: ProviderSettings, at endpoint: String) async throws(PreparationError) -> OAuthRequest {
        try await request(for: provider, at: endpoint, with: try await credential(of: provider))
    }

    /// - Parameter credential: the client secret, or the private key.
    func request(
        for provider: ProviderSettings, at endpoint: String, with credential: Secret?
    ) async throws(PreparationError) -> OAuthRequest {
        let secret = provider.authentication.usesSecret ? credential : nil
        var request = OAuthRequest(provider: provider, clientSecret: secret)
        if provider.authentication.asserts {
            let audience = try await audience(for: provider, at: endpoint)
            request.assertion = try assertion(for: provider, to: audience, with: credential)
        }
        return request
    }

    /// Nil where the entry names none. One alone is taken as it is, and nobody is asked about it.
    func clientSecret(of provider: ProviderSettings) async throws(PreparationError) -> Secret? {
        guard provider.authentication.usesSecret, let source = provider.clientSecrets.first else { return nil }
        return provider.clientSecrets.count > 1 ? try await acceptedSecret(of: provider) : try await read(source)
    }

    /// What proves who the client is; nil where nothing does.
    func credential(of provider: ProviderSettings) async throws(PreparationError) -> Secret? {
        guard provider.authentication == .privateKeyJWT, let source = provider.privateKey else {
            return try await clientSecret(of: provider)
        }
        return try await read(source)
    }

    private func assertion(
        for provider: ProviderSettings, to audience: String, with key: Secret?
    ) throws(PreparationError) -> Secret? {
        let usesKey = provider.authentication == .privateKeyJWT
        guard let key else { return nil }
        let assertion = ClientAssertion(
            algorithm: usesKey ? "EdDSA" : "HS256", keyID: provider.keyID, clientID: provider.clientID,
            audience: audience, issuedAt: clock.now(),
            identifier: ClientAssertion.freshIdentifier())
        let input = assertion.signingInput
        do throws(ClientKeyProblem) {
            let signature =
                usesKey ? try signer.sign(input, withPrivateKey: key) : try signer.sign(input, withSecret: key)
            return ClientAssertion.signed(input, signature)
        } catch {
            throw .key(error)
        }
    }

    private func audience(
        for provider: ProviderSettings, at endpoint: String
    ) async throws(PreparationError) -> String {
        switch provider.assertionAudience {
        case .tokenEndpoint: try await tokenEndpoint(of: provider)
        case .askedEndpoint: endpoint
        case .named(let audience): audience
        }
    }

    func read(_ source: SecretSource) async throws(PreparationError) -> Secret {
        do throws(SecretReadError) {
            return try await secrets.secret(from: source)
        } catch {
            throw .secret(error)
        }
    }

    func tokenEndpoint(of provider: ProviderSettings) async throws(PreparationError) -> String {
        do throws(MetadataError) {
            return try await discovery.tokenEndpoint(of: provider)
        } catch {
            throw .metadata(error)
        }
    }
}
