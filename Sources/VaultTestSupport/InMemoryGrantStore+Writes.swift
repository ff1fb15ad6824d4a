import Synchronization
package import VaultCore

extension InMemoryGrantStore {
    package func reserveID() -> Int64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    package func put(
        _ lineage: StoredLineage, token: StoredToken?, expecting: Generation?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            let id = lineage.grant.id
            guard state.masterKeys[lineage.recordKey.masterKey]?.state != .destroyed else { throw .conflict }
            guard state.disabled[lineage.grant.subject] == nil else { throw .subjectDisabled }
            let present = state.lineages[id]?.grant
            guard state.ids[lineage.grant.key] == present?.id, present?.generation == expecting else {
                throw .conflict
            }
            state.lineages[id] = lineage
            state.deathsTold[id] = nil
            state.masterKeys[lineage.recordKey.masterKey]?.wraps += 1
            state.ids[lineage.grant.key] = id
            state.boundTo[id] = nil
            state.tokens[id] = nil
            state.intents[id] = nil
            if let token { state.keep(token, of: id) }
        }
    }

    package func putOver(
        _ lineage: StoredLineage, token: StoredToken?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            let id = lineage.grant.id
            guard state.masterKeys[lineage.recordKey.masterKey]?.state != .destroyed,
                state.ids[lineage.grant.key] == id
            else { throw .conflict }
            guard state.disabled[lineage.grant.subject] == nil else { throw .subjectDisabled }
            state.unreadable.remove(id)
            state.boundTo[id] = nil
            state.lineages[id] = lineage
            state.deathsTold[id] = nil
            state.dropDelegations(of: id)
            state.unlinkSessions(from: id)
            state.tokens[id] = nil
            state.intents[id] = nil
            if let token { state.keep(token, of: id) }
        }
    }

    package func begin(_ intent: RefreshIntent, keeping proofKey: SealedSecret?) async throws(StoreFailure) {
        try write { state throws(StoreFailure) in
            guard state.holds(intent.grant, intent.generation) else { throw .conflict }
            if let proofKey {
                guard state.lineages[intent.grant]?.proofKey == nil else { throw .conflict }
                state.lineages[intent.grant]?.proofKey = proofKey
            }
            state.intents[intent.grant] = intent
        }
    }

    package func commit(
        _ refresh: CommittedRefresh, expecting: Generation, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            guard var lineage = state.lineages[refresh.grant], lineage.grant.generation == expecting,
                !lineage.grant.hasEnded
            else { throw .conflict }
            lineage.take(refresh)
            state.lineages[refresh.grant] = lineage
            state.intents[refresh.grant] = nil
            state.tokens[refresh.grant] = state.tokens[refresh.grant]?.filter { $0.value.expiresAt > refresh.mintedAt }
            state.keep(refresh.token, of: refresh.grant)
        }
    }

    package func clearIntent(_ id: GrantID) async throws(StoreFailure) {
        try write { $0.intents[id] = nil }
    }

    package func requireReauth(
        _ id: GrantID, condemned: Generation, reason: ReauthReason, at now: Timestamp,
        telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try condemn(id, in: condemned, to: .reauthRequired(reason), at: now, events)
    }

    package func requireStepUp(
        _ id: GrantID, condemned: Generation, claims: String, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try condemn(id, in: condemned, to: .stepUpRequired(claims: claims), at: now, events)
    }

    private func condemn(
        _ id: GrantID, in generation: Generation, to status: GrantStatus, at now: Timestamp, _ events: [AuditEvent]
    ) throws(StoreFailure) -> Bool {
        try write(telling: events) { state in
            guard state.holds(id, generation), state.lineages[id]?.grant.hasEnded == false else { return false }
            state.lineages[id]?.grant.status = status
            state.lineages[id]?.grant.updatedAt = now
            if case .reauthRequired = status {
                state.lineages[id]?.grant.death = GrantDeath(at: now, reason: .condemned)
            }
            state.tokens[id] = nil
            state.intents[id] = nil
            return true
        }
    }

    package func dropTokens(_ id: GrantID, telling events: [AuditEvent]) async throws(StoreFailure) {
        try change(telling: events) { $0.tokens[id] = nil }
    }

    package func revoke(
        _ id: GrantID, queueing job: RevocationJob?, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try write(telling: events) { state throws(StoreFailure) in
            if let job, state.masterKeys[job.recordKey.masterKey]?.state == .destroyed { throw .conflict }
            guard let lineage = state.lineages.removeValue(forKey: id) else { return false }
            state.ids[lineage.grant.key] = nil
            state.unreadable.remove(id)
            state.boundTo[id] = nil
            state.dropDelegations(of: id)
            state.unlinkSessions(from: id)
            state.tokens[id] = nil
            state.intents[id] = nil
            if let job {
                state.revocations[job.id] = job
                state.masterKeys[job.recordKey.masterKey]?.wraps += 1
            }
            return true
        }
    }

    package func touch(_ uses: [GrantID: Timestamp]) async throws(StoreFailure) {
        try write { state in
            for (id, moment) in uses { state.lineages[id]?.grant.lastUsedAt = moment }
        }
    }

    package func postponeRevocation(_ id: Int64, attempts: Int, until: Timestamp) async throws(StoreFailure) {
        try write { state in
            state.revocations[id]?.attempts = attempts
            state.revocations[id]?.dueAt = until
        }
    }

    package func finishRevocation(_ id: Int64, telling events: [AuditEvent]) async throws(StoreFailure) {
        _ = try write(telling: events) { $0.revocations.removeValue(forKey: id) != nil }
    }
}

extension InMemoryGrantStore.State {
    fileprivate func holds(_ id: GrantID, _ generation: Generation) -> Bool {
        lineages[id]?.grant.generation == generation
    }

    fileprivate mutating func keep(_ token: StoredToken, of id: GrantID) {
        tokens[id, default: [:]].updateValue(token, forKey: token.requestedScopes)
    }
}

extension StoredLineage {
    /// An unreplaced refresh token keeps its known expiry; of a new one nothing is known but what the provider said.
    fileprivate mutating func take(_ refresh: CommittedRefresh) {
        if let replacement = refresh.newRefreshToken {
            refreshToken = replacement
            grant.refreshTokenExpiresAt = refresh.refreshTokenExpiresAt
        } else if let expiry = refresh.refreshTokenExpiresAt {
            grant.refreshTokenExpiresAt = expiry
        }
        grant.generation = refresh.newGeneration
        grant.mintedAt = refresh.mintedAt
        grant.updatedAt = refresh.mintedAt
        grant.death = refresh.death
    }
}
