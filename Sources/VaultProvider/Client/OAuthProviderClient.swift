package import VaultCore
import VaultFetchWire

/// Keeps the `ProviderClient` port over `vaultfetch`: finds the endpoint, makes the credentials ready, sends one request,
/// and says what came of it. It sends nothing twice.
package final class OAuthProviderClient: ProviderClient {
    let fetching: any Fetching
    let secrets: SecretCache
    let signer: any ClientSigner
    let clock: any WallClock
    let discovery: Discovery
    let searches = SingleFlight<ProviderSettings, Result<Secret, PreparationError>>()

    package init(fetching: any Fetching, secrets: SecretCache, signer: any ClientSigner, clock: any WallClock) {
        self.fetching = fetching
        self.secrets = secrets
        self.signer = signer
        self.clock = clock
        discovery = Discovery(fetching: fetching, clock: clock)
    }

    package func obstacle(at provider: ProviderSettings) async -> RefreshOutcome? {
        do throws(PreparationError) {
            _ = try await tokenEndpoint(of: provider)
            _ = try await clientSecret(of: provider)
            return nil
        } catch {
            return error.refreshOutcome
        }
    }

    package func refresh(_ request: RefreshRequest) async -> RefreshOutcome {
        let provider = request.provider
        let builder: OAuthRequest
        let endpoint: String
        do throws(PreparationError) {
            endpoint = try await tokenEndpoint(of: provider)
            builder = try await self.request(for: provider, at: endpoint)
        } catch {
            return error.refreshOutcome
        }
        let outgoing = builder.refresh(request.refreshToken, scopes: request.scopes, at: endpoint)
        let fetched = await fetching.fetch(outgoing, in: FetchLaneKey(provider))
        let rules = OutcomeRules(
            provider: provider, sentScopes: builder.sends(request.scopes), now: clock.now())
        let outcome = rules.outcome(of: fetched)
        guard case .clientFault = outcome else { return outcome }
        forgetCredentials(of: provider)
        // Sent again it may be, but not by this call.
        return await acceptsOther(than: builder.clientSecret, of: provider)
            ? .transient(.serverError, retryAfterSeconds: nil) : outcome
    }

    /// What is known of secrets goes with the secrets.
    var choices: SecretChoices { secrets.choices }

    /// The next use reads them anew: the provider has refused them.
    func forgetCredentials(of provider: ProviderSettings) {
        for (_, source) in provider.credentialSources { secrets.forget(source) }
        choices.forget(provider)
    }
}
