package import VaultCore
import VaultFetchWire

/// Keeps the `ProviderClient` port over `vaultfetch`: finds the endpoint, makes the credentials ready, sends one request,
/// and says what came of it. It sends nothing twice, but for what a server refuses for its proof's nonce alone.
package final class OAuthProviderClient: ProviderClient {
    let fetching: any Fetching
    let secrets: SecretCache
    let signer: any ClientSigner
    let clock: any WallClock
    let discovery: Discovery
    let nonces = ProofNonces()
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
        let credential: Secret?
        let fetched: FetchOutcome
        do throws(PreparationError) {
            let endpoint = try await tokenEndpoint(of: provider)
            credential = try await self.credential(of: provider)
            fetched = try await askTokenEndpoint(endpoint, of: provider, with: credential, by: request.proofKey) {
                $0.refresh(request.refreshToken, scopes: request.scopes, at: endpoint)
            }
        } catch {
            return error.refreshOutcome
        }
        let rules = OutcomeRules(
            provider: provider, sentScopes: OAuthRequest.sends(request.scopes, to: provider), now: clock.now())
        let outcome = rules.outcome(of: fetched)
        guard case .clientFault = outcome else { return outcome }
        forgetCredentials(of: provider)
        // Sent again it may be, but not by this call.
        return await acceptsOther(than: credential, of: provider)
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
