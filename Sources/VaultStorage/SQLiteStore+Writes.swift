package import VaultCore

extension SQLiteStore: GrantStore {
    package func reserveID() -> Int64 { ids.next() }

    package func put(
        _ lineage: StoredLineage, token: StoredToken?, expecting: Generation?
    ) async throws(StoreFailure) {
        _ = try await write(.put(lineage, token: token, expecting: expecting))
    }

    package func putOver(_ lineage: StoredLineage, token: StoredToken?) async throws(StoreFailure) {
        _ = try await write(.putOver(lineage, token: token))
    }

    package func begin(_ intent: RefreshIntent, keeping proofKey: SealedSecret?) async throws(StoreFailure) {
        _ = try await write(.begin(intent, keeping: proofKey))
    }

    package func commit(_ refresh: CommittedRefresh, expecting: Generation) async throws(StoreFailure) {
        _ = try await write(.commit(refresh, expecting: expecting))
    }

    package func clearIntent(_ id: GrantID) async throws(StoreFailure) {
        _ = try await write(.clearIntent(id))
    }

    package func requireReauth(
        _ id: GrantID, condemned: Generation, reason: ReauthReason, at now: Timestamp
    ) async throws(StoreFailure) -> Bool {
        try await write(.condemn(id, condemned, to: .reauthRequired(reason), at: now))
    }

    package func requireStepUp(
        _ id: GrantID, condemned: Generation, claims: String, at now: Timestamp
    ) async throws(StoreFailure) -> Bool {
        try await write(.condemn(id, condemned, to: .stepUpRequired(claims: claims), at: now))
    }

    package func dropTokens(_ id: GrantID) async throws(StoreFailure) {
        _ = try await write(.dropTokens(id))
    }

    package func revoke(_ id: GrantID, queueing job: RevocationJob?) async throws(StoreFailure) -> Bool {
        try await write(.revoke(id, queueing: job))
    }

    package func touch(_ uses: [GrantID: Timestamp]) async throws(StoreFailure) {
        _ = try await write(.touch(uses))
    }

    package func postponeRevocation(_ id: Int64, attempts: Int, until: Timestamp) async throws(StoreFailure) {
        _ = try await write(.postponeRevocation(id, attempts: attempts, until: until))
    }

    package func finishRevocation(_ id: Int64) async throws(StoreFailure) {
        _ = try await write(.finishRevocation(id))
    }

    /// Waits until the write is synced, or refused.
    func write(_ job: WriteJob) async throws(StoreFailure) -> Bool { try await writing(job).get() }

    func writing(_ job: WriteJob) async -> WriteOutcome {
        await withCheckedContinuation { continuation in
            queue.submit(PendingWrite(job: job, waiter: .task(continuation)))
        }
    }
}
