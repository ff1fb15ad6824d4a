package import VaultCore
import VaultFetchWire

/// Ends a grant at its provider in the way that the provider's entry says.
extension OAuthProviderClient {
    package func revoke(_ request: RevocationRequest) async -> RevocationOutcome {
        switch request.provider.revocation {
        case .none: .notSupported
        case .rfc7009: await revokeRefreshToken(request)
        case .githubToken: await deleteLastToken(request)
        }
    }

    private func revokeRefreshToken(_ request: RevocationRequest) async -> RevocationOutcome {
        await send(to: request.provider) { builder, endpoint in
            builder.revocation(request.refreshToken, at: endpoint)
        }
    }

    /// GitHub takes access tokens only. The refresh that gets one ends, by GitHub's rule, the pair that was handed out before;
    /// of the new pair nobody but this call knows. So where the second request fails, nothing that anybody holds is good any
    /// more, and the next attempt finds the refresh token dead.
    private func deleteLastToken(_ request: RevocationRequest) async -> RevocationOutcome {
        let provider = request.provider
        guard provider.revocationEndpoint != nil else { return .notSupported }
        let refresh = RefreshRequest(provider: provider, refreshToken: request.refreshToken, scopes: nil)
        switch await self.refresh(refresh) {
        case .refreshed(let tokens):
            return await send(to: provider) { builder, endpoint in
                builder.deletion(of: tokens.accessToken, at: endpoint)
            }
        case .refused: return .revoked
        case .stepUp(_, let code), .consentRequired(let code), .blockedByPolicy(let code): return .refused(code)
        // The operator may mend the registration until the queue tries again.
        case .clientFault(nil): return .retry(.unreachable, afterSeconds: nil)
        case .clientFault(let code): return .refused(code)
        case .transient(let reason, let wait): return .retry(reason, afterSeconds: wait)
        case .unknown(let reason): return .retry(reason, afterSeconds: nil)
        }
    }

    private func send(
        to provider: ProviderSettings, _ make: (OAuthRequest, String) -> OutgoingRequest
    ) async -> RevocationOutcome {
        let endpoint: String
        let builder: OAuthRequest
        do throws(PreparationError) {
            guard let known = try await revocationEndpoint(of: provider) else { return .notSupported }
            endpoint = known
            builder = try await request(for: provider, at: endpoint)
        } catch {
            return error.revocationOutcome
        }
        let fetched = await fetching.fetch(make(builder, endpoint), in: FetchLaneKey(provider))
        let outcome = RevocationRules(now: clock.now(), errors: provider.errors).outcome(of: fetched)
        guard case .refused = outcome else { return outcome }
        forgetCredentials(of: provider)
        return await acceptsOther(than: builder.clientSecret, of: provider)
            ? .retry(.serverError, afterSeconds: nil) : outcome
    }

    private func revocationEndpoint(of provider: ProviderSettings) async throws(PreparationError) -> String? {
        do throws(MetadataError) {
            return try await discovery.revocationEndpoint(of: provider)
        } catch {
            throw .metadata(error)
        }
    }
}
