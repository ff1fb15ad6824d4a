package import VaultCore
import VaultFetchWire

/// Keeps the `ProviderClient` port over `vaultfetch`: finds the endpoint, reads the client secret, sends one request,
/// and says what came of it. It sends nothing twice.
package final class OAuthProviderClient: ProviderClient {
    let fetching: any Fetching
    let secrets: SecretCache
    let clock: any WallClock
    let discovery: Discovery

    package init(fetching: any Fetching, secrets: SecretCache, clock: any WallClock) {
        self.fetching = fetching
        self.secrets = secrets
        self.clock = clock
        discovery = Discovery(fetching: fetching, clock: clock)
    }

    package func refresh(_ request: RefreshRequest) async -> RefreshOutcome {
        let provider = request.provider
        let builder: OAuthRequest
        let endpoint: String
        do throws(PreparationError) {
            (builder, endpoint) = try await prepare(provider)
        } catch {
            return error.refreshOutcome
        }
        let outgoing = builder.refresh(request.refreshToken, scopes: request.scopes, at: endpoint)
        let fetched = await fetching.fetch(outgoing, in: FetchLaneKey(provider))
        let rules = OutcomeRules(
            provider: provider, sentScopes: builder.sends(request.scopes), now: clock.now())
        let outcome = rules.outcome(of: fetched)
        if case .clientFault = outcome, let source = provider.clientSecret { secrets.forget(source) }
        return outcome
    }
}

extension OAuthProviderClient {
    func prepare(_ provider: ProviderSettings) async throws(PreparationError) -> (OAuthRequest, String) {
        let secret = try await clientSecret(of: provider)
        do throws(MetadataError) {
            let endpoint = try await discovery.tokenEndpoint(of: provider)
            return (OAuthRequest(provider: provider, clientSecret: secret), endpoint)
        } catch {
            throw .metadata(error)
        }
    }

    func revocationEndpoint(of provider: ProviderSettings) async throws(PreparationError) -> String? {
        do throws(MetadataError) {
            return try await discovery.revocationEndpoint(of: provider)
        } catch {
            throw .metadata(error)
        }
    }

    /// Nil where the entry names none.
    func clientSecret(of provider: ProviderSettings) async throws(PreparationError) -> Secret? {
        guard provider.authentication != .none, let source = provider.clientSecret else { return nil }
        do throws(SecretReadError) {
            return try await secrets.secret(from: source)
        } catch {
            throw .secret(error)
        }
    }
}
