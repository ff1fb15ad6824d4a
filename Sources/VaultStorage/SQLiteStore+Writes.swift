package import VaultCore

extension SQLiteStore: GrantStore {
    package func reserveID() -> Int64 { ids.next() }

    package func put(
        _ lineage: StoredLineage, token: StoredToken?, expecting: Generation?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.put(lineage, token: token, expecting: expecting), telling: events)
    }

    package func putOver(
        _ lineage: StoredLineage, token: StoredToken?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.putOver(lineage, token: token), telling: events)
    }

    package func begin(_ intent: RefreshIntent, keeping proofKey: SealedSecret?) async throws(StoreFailure) {
        _ = try await write(.begin(intent, keeping: proofKey))
    }

    package func commit(
        _ refresh: CommittedRefresh, expecting: Generation, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.commit(refresh, expecting: expecting), telling: events)
    }

    package func clearIntent(_ id: GrantID) async throws(StoreFailure) {
        _ = try await write(.clearIntent(id))
    }

    package func requireReauth(
        _ id: GrantID, condemned: Generation, reason: ReauthReason, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try await write(.condemn(id, condemned, to: .reauthRequired(reason), at: now), telling: events)
    }

    package func requireStepUp(
        _ id: GrantID, condemned: Generation, claims: String, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try await write(.condemn(id, condemned, to: .stepUpRequired(claims: claims), at: now), telling: events)
    }

    package func dropTokens(_ id: GrantID, telling events: [AuditEvent]) async throws(StoreFailure) {
        _ = try await write(.dropTokens(id), telling: events)
    }

    package func revoke(
        _ id: GrantID, queueing job: RevocationJob?, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try await write(.revoke(id, queueing: job), telling: events)
    }

    package func touch(_ uses: [GrantID: Timestamp]) async throws(StoreFailure) {
        _ = try await write(.touch(uses))
    }

    package func postponeRevocation(_ id: Int64, attempts: Int, until: Timestamp) async throws(StoreFailure) {
        _ = try await write(.postponeRevocation(id, attempts: attempts, until: until))
    }

    package func finishRevocation(_ id: Int64, telling events: [AuditEvent]) async throws(StoreFailure) {
        _ = try await write(.finishRevocation(id), telling: events)
    }

    /// Waits until the write is synced, or refused.
    func write(_ job: WriteJob, telling events: [AuditEvent] = []) async throws(StoreFailure) -> Bool {
        try await writing(job, .events(events)).get()
    }

    func writing(_ job: WriteJob, _ tale: Tale) async -> WriteOutcome {
        await withCheckedContinuation { continuation in
            queue.submit(PendingWrite(job: job, tale: tale, waiter: .task(continuation)))
        }
    }
}
