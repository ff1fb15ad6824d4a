import Synchronization
import VaultCore
import VaultFetchWire

/// Finds a provider's endpoints and keeps them for a while; what the configuration names goes before what is found.
///
/// While the metadata cannot be fetched anew, what was found last stays good: an endpoint does not move because its
/// metadata server is down.
final class Discovery: Sendable {
    private struct Entry {
        var metadata: ProviderMetadata?
        var failure: MetadataError?
        var fetchedAt: Int64
    }

    static let lifeMilliseconds: Int64 = 3_600_000
    static let failureLifeMilliseconds: Int64 = 10_000
    private static let longestFetch: Int64 = 10_000

    private let fetching: any Fetching
    private let clock: any WallClock
    private let entries = Mutex<[Key: Entry]>([:])
    private let flights = SingleFlight<Key, Result<ProviderMetadata, MetadataError>>()

    private struct Key: Hashable, Sendable {
        let issuer: String
        let lane: FetchLaneKey
    }

    init(fetching: any Fetching, clock: any WallClock) {
        self.fetching = fetching
        self.clock = clock
    }

    func tokenEndpoint(of provider: ProviderSettings) async throws(MetadataError) -> String {
        if let configured = provider.tokenEndpoint { return try Discovery.checked(configured) }
        return try await metadata(of: provider).tokenEndpoint
    }

    /// Nil where there is none.
    func revocationEndpoint(of provider: ProviderSettings) async throws(MetadataError) -> String? {
        if let configured = provider.revocationEndpoint { return try Discovery.checked(configured) }
        guard provider.issuer != nil else { return nil }
        return try await metadata(of: provider).revocationEndpoint
    }

    /// Asks anew, whatever is kept; many who ask at once share one answer.
    func refetch(_ provider: ProviderSettings) async throws(MetadataError) -> ProviderMetadata {
        guard let issuer = provider.issuer else { throw .notConfigured }
        let result = await flights.run(Key(issuer: issuer, lane: FetchLaneKey(provider))) { [self] in
            await attempt(issuer, provider)
        }
        return try result.get()
    }

    private func attempt(_ issuer: String, _ provider: ProviderSettings) async -> Result<
        ProviderMetadata, MetadataError
    > {
        let result: Result<ProviderMetadata, MetadataError>
        do throws(MetadataError) {
            result = .success(try await fetch(issuer, provider))
        } catch {
            result = .failure(error)
        }
        keep(result, for: Key(issuer: issuer, lane: FetchLaneKey(provider)))
        return result
    }

    /// A failure does not take away what was found before it.
    private func keep(_ result: Result<ProviderMetadata, MetadataError>, for key: Key) {
        let now = clock.monotonicMilliseconds()
        entries.withLock { entries in
            switch result {
            case .success(let metadata): entries[key] = Entry(metadata: metadata, failure: nil, fetchedAt: now)
            case .failure(let failure):
                entries[key] = Entry(metadata: entries[key]?.metadata, failure: failure, fetchedAt: now)
            }
        }
    }

    private func metadata(of provider: ProviderSettings) async throws(MetadataError) -> ProviderMetadata {
        guard let issuer = provider.issuer else { throw .notConfigured }
        let kept = kept(Key(issuer: issuer, lane: FetchLaneKey(provider)))
        if let kept, kept.isFresh {
            if let metadata = kept.entry.metadata { return metadata }
            if let failure = kept.entry.failure { throw failure }
        }
        do throws(MetadataError) {
            return try await refetch(provider)
        } catch {
            guard let metadata = kept?.entry.metadata else { throw error }
            return metadata
        }
    }

    private func kept(_ key: Key) -> (entry: Entry, isFresh: Bool)? {
        let now = clock.monotonicMilliseconds()
        return entries.withLock { entries in
            guard let entry = entries[key] else { return nil }
            let life = entry.failure == nil ? Discovery.lifeMilliseconds : Discovery.failureLifeMilliseconds
            return (entry, now - entry.fetchedAt < life)
        }
    }

    private func fetch(_ issuer: String, _ provider: ProviderSettings) async throws(MetadataError) -> ProviderMetadata {
        guard let addresses = WellKnown.addresses(of: issuer) else { throw .unsafeIssuer }
        for address in addresses {
            let request = OAuthRequest.get(
                address, deadlineMilliseconds: min(provider.deadlineMilliseconds, Discovery.longestFetch))
            let outcome = await fetching.fetch(request, in: FetchLaneKey(provider))
            guard case .response(let reply) = outcome else { throw .unreachable(outcome.summary) }
            switch reply.status {
            case 200: return try ProviderMetadata(reply.body, issuer: issuer)
            // Not here: the other place may have it.
            case 400...499: continue
            default: throw .unreachable(outcome.summary)
            }
        }
        throw .notFound
    }

    private static func checked(_ endpoint: String) throws(MetadataError) -> String {
        guard EndpointRule.allows(endpoint) else { throw .unsafeEndpoint }
        return endpoint
    }
}
