package import VaultCore
import VaultFetchWire

extension OAuthProviderClient {
    /// Further from the provider's clock than this an assertion, which holds for a minute, soon is too old or of the future.
    private static let clockToleranceSeconds: Int64 = 30

    /// Sends two or three GETs that carry nothing, and one or two refreshes with refresh tokens that are none: a live one that comes
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
        var isUsable = true
        for (_, source) in provider.credentialSources {
            do throws(PreparationError) {
                let problem = signer.problem(of: try await read(source), for: provider.authentication)
                if let problem { throw .key(problem) }
            } catch {
                probe.problems.append(ProbeText.problem(error))
                isUsable = false
            }
        }
        guard isUsable, probe.reachable else { return }
        do throws(PreparationError) {
            let credentials = try await testable(provider)
            // Without credentials there are no wrong ones to compare with.
            var search = SecretSearch(
                count: credentials.count, first: nil, noticesWrong: provider.authentication == .none)
            let finding = try await find(&search, among: credentials, at: provider)
            probe.credentials = ProviderProbe.Credentials(finding)
            if let problem = ProbeText.credentials(finding, of: provider) { probe.problems.append(problem) }
        } catch {
            probe.problems.append(ProbeText.problem(error))
        }
    }

    private func testable(_ provider: ProviderSettings) async throws(PreparationError) -> [Secret?] {
        if provider.authentication == .privateKeyJWT, let source = provider.privateKey {
            return [try await read(source)]
        }
        return provider.authentication.usesSecret ? try await candidates(of: provider) : [nil]
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
            compare(clockOf: reply, &probe)
        case .tooLarge: probe.reachable = true
        case .notSent, .unanswered:
            probe.problems.append(
                ProbeText.unreachable(outcome.summary, "token endpoint", startFailure: fetching.startFailure(in: lane)))
        }
    }

    private func compare(clockOf reply: FetchReply, _ probe: inout ProviderProbe) {
        guard let time = reply.date.flatMap(HTTPDate.parse) else { return }
        let seconds = time.seconds(since: clock.now())
        // A date has whole seconds, and was a moment under way.
        let difference = abs(seconds) <= 2 ? 0 : seconds
        probe.clockDifferenceSeconds = difference
        if abs(difference) > Self.clockToleranceSeconds { probe.problems.append(ProbeText.clock(difference)) }
    }
}

extension ProviderProbe.Credentials {
    fileprivate init(_ finding: SecretSearch.Finding) {
        switch finding {
        case .accepted: self = .accepted
        case .noneAccepted(let code): self = .refused(code)
        case .indistinct: self = .indistinct
        case .undecided: self = .undecided
        }
    }
}
