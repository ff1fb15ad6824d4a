package import VaultCore

// Writes that tell nothing, for tests of what the stores keep. The ports themselves make everyone say what is told.

extension GrantStore {
    package func put(_ lineage: StoredLineage, token: StoredToken?, expecting: Generation?) async throws(StoreFailure) {
        try await put(lineage, token: token, expecting: expecting, telling: [])
    }

    package func putOver(_ lineage: StoredLineage, token: StoredToken?) async throws(StoreFailure) {
        try await putOver(lineage, token: token, telling: [])
    }

    package func commit(_ refresh: CommittedRefresh, expecting: Generation) async throws(StoreFailure) {
        try await commit(refresh, expecting: expecting, telling: [])
    }

    package func requireReauth(
        _ id: GrantID, condemned: Generation, reason: ReauthReason, at now: Timestamp
    ) async throws(StoreFailure) -> Bool {
        try await requireReauth(id, condemned: condemned, reason: reason, at: now, telling: [])
    }

    package func requireStepUp(
        _ id: GrantID, condemned: Generation, claims: String, at now: Timestamp
    ) async throws(StoreFailure) -> Bool {
        try await requireStepUp(id, condemned: condemned, claims: claims, at: now, telling: [])
    }

    package func dropTokens(_ id: GrantID) async throws(StoreFailure) {
        try await dropTokens(id, telling: [])
    }

    package func revoke(_ id: GrantID, queueing job: RevocationJob?) async throws(StoreFailure) -> Bool {
        try await revoke(id, queueing: job, telling: [])
    }

    package func finishRevocation(_ id: Int64) async throws(StoreFailure) {
        try await finishRevocation(id, telling: [])
    }
}

extension DelegationStore {
    package func add(_ delegation: StoredDelegation) async throws(StoreFailure) {
        try await add(delegation, telling: [])
    }

    package func spend(_ id: DelegationID, at now: Timestamp) async throws(StoreFailure) -> Bool {
        try await spend(id, at: now, telling: [])
    }

    package func remove(_ id: DelegationID) async throws(StoreFailure) -> Bool {
        try await remove(id, telling: [])
    }
}

extension SessionStore {
    package func add(
        _ session: StoredSession, _ handle: StoredSessionHandle, cap: Int
    ) async throws(StoreFailure) -> [SessionID] {
        try await add(session, handle, cap: cap, telling: { _ in [] })
    }

    package func renew(
        _ session: StoredSession, with handle: StoredSessionHandle, replacing replaced: SessionHandleID,
        _ replacement: StoredSessionHandle.Replacement
    ) async throws(StoreFailure) {
        try await renew(session, with: handle, replacing: replaced, replacement, telling: [])
    }

    package func removeEnded(at now: Timestamp, limit: Int) async throws(StoreFailure) -> [SessionID] {
        try await removeEnded(at: now, limit: limit, telling: { _ in [] })
    }

    package func end(_ id: SessionID) async throws(StoreFailure) -> Bool {
        try await end(id, telling: [])
    }

    package func end(_ scope: SessionScope, limit: Int) async throws(StoreFailure) -> [SessionID] {
        try await end(scope, limit: limit, telling: { _ in [] })
    }
}

extension SubjectStore {
    package func end(_ subject: Subject, disables: Bool, at now: Timestamp) async throws(StoreFailure) -> EndedSubject {
        try await end(subject, disables: disables, at: now, telling: { _ in [] })
    }

    package func enable(_ subject: Subject) async throws(StoreFailure) -> Bool {
        try await enable(subject, telling: [])
    }
}

extension IdentityStore {
    package func claim(
        _ identity: StoredIdentity, _ linking: IdentityLinking
    ) async throws(StoreFailure) -> IdentityClaimOutcome {
        try await claim(identity, linking, telling: { _ in [] })
    }

    package func forget(_ oblivion: IdentityOblivion) async throws(StoreFailure) -> Int {
        try await forget(oblivion, telling: [])
    }
}

extension MasterKeyStore {
    package func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?
    ) async throws(StoreFailure) {
        try await replaceWrapped(wrapped, seal: seal, telling: [])
    }
}

extension KeyRotationStore {
    package func prepare(_ key: StoredMasterKey) async throws(StoreFailure) {
        try await prepare(key, telling: [])
    }

    package func activate(_ version: MasterKeyVersion, at now: Timestamp) async throws(StoreFailure) {
        try await activate(version, at: now, telling: [])
    }

    package func destroy(_ version: MasterKeyVersion, at now: Timestamp) async throws(StoreFailure) {
        try await destroy(version, at: now, telling: [])
    }
}

extension ForecastStore {
    package func tellDeaths(of grants: [Grant]) async throws(StoreFailure) {
        try await tellDeaths(of: grants, telling: [])
    }
}
