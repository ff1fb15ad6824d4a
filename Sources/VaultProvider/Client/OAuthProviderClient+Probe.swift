package import VaultCore
import VaultFetchWire

extension OAuthProviderClient {
    /// Sends two or three GETs that carry nothing, and reads client secrets and keys without sending anything of them, but for several secrets, which have to be asked about: a refresh token sent
    /// with a wrong secret can be burnt by that.
    package func probe(_ provider: ProviderSettings) async -> ProviderProbe {
        var probe = ProviderProbe(
            reachable: false, tokenEndpoint: provider.tokenEndpoint, revocationEndpoint: provider.revocationEndpoint,
            problems: [])
        if provider.issuer != nil { await discover(provider, &probe) }
        await knock(provider, &probe)
        await look(atCredentialsOf: provider, &probe)
        return probe
    }

    private func look(atCredentialsOf provider: ProviderSettings, _ probe: inout ProviderProbe) async {
        for (_, source) in provider.credentialSources {
            do throws(PreparationError) {
                let problem = signer.problem(of: try await read(source), for: provider.authentication)
                if let problem { throw .key(problem) }
            } catch {
                probe.problems.append(ProbeText.problem(error))
            }
        }
        guard provider.clientSecrets.count > 1, probe.reachable, probe.problems.isEmpty else { return }
        do throws(PreparationError) {
            _ = try await acceptedSecret(of: provider)
        } catch {
            probe.problems.append(ProbeText.problem(error))
        }
    }

    private func discover(_ provider: ProviderSettings, _ probe: inout ProviderProbe) async {
        do throws(MetadataError) {
            let metadata = try await discovery.refetch(provider)
            probe.tokenEndpoint = provider.tokenEndpoint ?? metadata.tokenEndpoint
            probe.revocationEndpoint = provider.revocationEndpoint ?? metadata.revocationEndpoint
        } catch {
            probe.problems.append(ProbeText.problem(error, issuer: provider.issuer ?? ""))
        }
    }

    /// A token endpoint answers a GET with some refusal (RFC 6749 §3.2 wants POST); any answer shows that name, network
    /// and certificate are right.
    private func knock(_ provider: ProviderSettings, _ probe: inout ProviderProbe) async {
        guard let endpoint = probe.tokenEndpoint else {
            if provider.issuer == nil { probe.problems.append(ProbeText.noEndpoint) }
            return
        }
        guard EndpointRule.allows(endpoint) else {
            probe.problems.append(ProbeText.unsafe("token endpoint"))
            return
        }
        let request = OAuthRequest.get(endpoint, deadlineMilliseconds: provider.deadlineMilliseconds)
        let lane = FetchLaneKey(provider)
        let outcome = await fetching.fetch(request, in: lane)
        switch outcome {
        case .response(let reply):
            probe.reachable = true
            if let problem = ProbeText.status(reply.status) { probe.problems.append(problem) }
        case .tooLarge: probe.reachable = true
        case .notSent, .unanswered:
            probe.problems.append(
                ProbeText.unreachable(outcome.summary, "token endpoint", startFailure: fetching.startFailure(in: lane)))
        }
    }
}
