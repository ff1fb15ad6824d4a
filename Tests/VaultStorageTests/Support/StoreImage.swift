import VaultCore

/// Everything that the port tells about a store's content, comparable.
struct StoreImage: Equatable {
    private struct Lineage: Equatable {
        let grant: Grant
        let refreshToken: SealedSecret
        let recordKey: WrappedRecordKey
        let cachedToken: SealedSecret?
    }

    private struct Job: Equatable {
        let id: Int64
        let key: GrantKey
        let token: SealedSecret
        let recordKey: WrappedRecordKey
        let attempts: Int
        let dueAt: Timestamp
    }

    private let lineages: [Lineage]
    private let intents: [RefreshIntent]
    private let jobs: [Job]

    init(of store: any GrantStore) throws {
        lineages = try store.list(GrantFilter(limit: 1_000_000)).map { grant in
            guard let lineage = try store.lineage(grant.id) else { throw StoreFailure.damaged(reason: "no lineage") }
            return Lineage(
                grant: lineage.grant, refreshToken: lineage.refreshToken, recordKey: lineage.recordKey,
                cachedToken: try store.cachedToken(grant.id, scopes: nil)?.token)
        }
        intents = try store.openIntents()
        jobs = try store.dueRevocations(at: Timestamp(milliseconds: .max), limit: 1_000_000).map {
            Job(
                id: $0.id, key: $0.key, token: $0.token, recordKey: $0.recordKey, attempts: $0.attempts,
                dueAt: $0.dueAt)
        }
    }
}
