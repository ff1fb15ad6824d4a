import Synchronization
package import VaultCore

/// Counts and times what is asked of providers, around whoever asks them.
package final class MeteredProvider: ProviderClient {
    private struct Meter {
        var inFlight = 0
        var refreshes: [String: UInt64] = [:]
        var revocations: [String: UInt64] = [:]
        let times = Histogram(.latency)
    }

    private let client: any ProviderClient
    private let meters = Mutex<[ProviderName: Meter]>([:])

    package init(_ client: any ProviderClient) { self.client = client }

    package func obstacle(at provider: ProviderSettings) async -> RefreshOutcome? {
        await client.obstacle(at: provider)
    }

    package func refresh(_ request: RefreshRequest) async -> RefreshOutcome {
        let provider = request.provider.name
        change(provider) { $0.inFlight += 1 }
        let start = ContinuousClock.now
        let outcome = await client.refresh(request)
        let time = ContinuousClock.now - start
        change(provider) { meter in
            meter.inFlight -= 1
            meter.refreshes[outcome.word, default: 0] += 1
            meter.times.observe(time)
        }
        return outcome
    }

    package func revoke(_ request: RevocationRequest) async -> RevocationOutcome {
        let outcome = await client.revoke(request)
        change(request.provider.name) { $0.revocations[outcome.metricWord, default: 0] += 1 }
        return outcome
    }

    package func proof(
        for target: ProofTarget, of token: Secret, by key: ProofKey
    ) throws(ClientKeyProblem) -> Secret {
        try client.proof(for: target, of: token, by: key)
    }

    package func probe(_ provider: ProviderSettings) async -> ProviderProbe { await client.probe(provider) }

    package func tell(to exposition: inout Exposition, providers: [ProviderName]) {
        let meters = meters.withLock { $0 }
        for provider in Set(providers).union(meters.keys).sorted(by: { $0.text < $1.text }) {
            let (name, meter) = (provider.text, meters[provider] ?? Meter())
            exposition.add(.refreshesInFlight, [name], meter.inFlight)
            exposition.add(.refreshDuration, [name], meter.times.snapshot)
            for word in Self.words {
                exposition.add(.refreshes, [name, word], meter.refreshes[word] ?? 0)
            }
            for (word, count) in meter.revocations.sorted(by: { $0.key < $1.key }) {
                exposition.add(.upstreamRevocations, [name, word], count)
            }
        }
    }

    /// What a refresh can come to by itself; the breaker and the pace answer before anybody is asked.
    private static let words: [String] = {
        let outcomes: [RefreshOutcome] = [
            .refused(nil), .stepUp(claims: nil, nil), .consentRequired(nil), .blockedByPolicy(nil), .clientFault(nil),
        ]
        return ["refreshed"] + outcomes.map(\.word) + UnavailableReason.allCases.map(\.rawValue)
    }()

    private func change(_ provider: ProviderName, _ body: (inout Meter) -> Void) {
        meters.withLock { body(&$0[provider, default: Meter()]) }
    }
}

extension RevocationOutcome {
    fileprivate var metricWord: String {
        switch self {
        case .revoked: "revoked"
        case .notSupported: "not_supported"
        case .retry: "retry"
        case .refused: "refused"
        }
    }
}
