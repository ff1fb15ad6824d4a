import VaultCore

extension Writer {
    /// Does one job in the open transaction. Each begins with the statement that can find a conflict and has changed
    /// nothing then.
    func perform(_ job: WriteJob) throws(SQLiteError) -> WriteOutcome {
        switch job {
        case .put(let lineage, let token, let expecting): return try put(lineage, token, expecting)
        case .putOver(let lineage, let token): return try putOver(lineage, token)
        case .begin(let intent, let key):
            if let key, try !tables.proofKeys.add(key, for: intent) { return .failed(.conflict) }
            return try tables.intents.begin(intent) ? .done : .failed(.conflict)
        case .commit(let refresh, let expecting): return try commit(refresh, expecting)
        case .clearIntent(let id): try tables.intents.delete(of: id)
        case .condemn(let id, let generation, let status, let now):
            guard try tables.grants.condemn(id, in: generation, to: status, at: now) else { return .unchanged }
            try tables.tokens.delete(of: id)
            try tables.intents.delete(of: id)
        case .dropTokens(let id): try tables.tokens.delete(of: id)
        case .revoke(let id, let job): return try revoke(id, queueing: job)
        case .touch(let uses): for (id, moment) in uses { try tables.grants.touch(id, at: moment) }
        case .postponeRevocation(let id, let attempts, let until):
            try tables.revocations.postpone(id, attempts: attempts, until: until)
        case .finishRevocation(let id):
            guard try tables.revocations.delete(id) else { return .unchanged }
            try tables.recordKeys.delete(id)
        case .addDelegation(let stored): return try add(stored)
        case .spendDelegation(let id, let now): return try tables.delegations.spend(id, at: now) ? .done : .unchanged
        case .removeDelegation(let id): return try tables.delegations.delete(id) ? .done : .unchanged
        case .expireDelegations(let now, let limit):
            return try tables.delegations.deleteExpired(at: now, limit: limit) ? .done : .unchanged
        case .addSession(let stored, let handle, let cap): return try add(stored, handle, cap)
        case .renewSession(let stored, let handle, let replaced, let replacement):
            return try renew(stored, handle, replaced, replacement)
        case .endSession(let id): return try tables.sessions.delete(id) ? .done : .unchanged
        case .endSessions(let scope, let limit): return .ended(try tables.sessions.delete(scope, limit: limit))
        case .touchSessions(let seen): for (id, moment) in seen { try tables.sessions.touch(id, at: moment) }
        case .removeEndedSessions(let now, let limit):
            return .ended(try tables.sessions.deleteEnded(at: now, limit: limit))
        case .endSubject(let subject, let disables, let now):
            if disables { try tables.subjects.disable(subject, at: now) }
            return .endedSubject(try tables.subjects.end(subject, at: now))
        case .enableSubject(let subject): return try tables.subjects.enable(subject) ? .done : .unchanged
        case .addScopeUses(let counts, let day, let since, let first):
            try tables.scopeUses.add(counts, day: day, since: since, keeping: first)
        case .rememberForecast(let lives): try tables.forecast.remember(lives)
        case .foresee(let grants): for grant in grants { try tables.forecast.foresee(grant) }
        case .tellDeaths(let grants): for grant in grants { try tables.forecast.tell(grant) }
        case .addIdentityKey(let key): return try add(key)
        case .claimIdentity(let identity, let linking): return .claimed(try claim(identity, linking))
        case .forgetIdentities(let oblivion): return .changed(try tables.identities.forget(oblivion))
        case .forgetBackup:
            // What was used up, revoked or signed out after the copy was made stands in it as if it had not been. What clients
            // asked for since is not in it: counting begins anew.
            try connection.execute("DELETE FROM delegations; DELETE FROM sessions; DELETE FROM scope_tally")
            try connection.execute("DROP TABLE IF EXISTS backup_info; DROP TABLE IF EXISTS restored_from")
        case .addMasterKey(let key): return try tables.masterKeys.insert(key) ? .done : .failed(.conflict)
        case .beginKeys(let key, let seal):
            guard try tables.masterKeys.insertFirst(key) else { return .failed(.conflict) }
            try tables.seal.replace(with: seal)
        case .replaceWrappedKeys(let wrapped, let seal):
            guard try tables.masterKeys.replaceWrapped(wrapped) else { return .failed(.conflict) }
            try tables.seal.replace(with: seal)
        case .activateMasterKey(let version, let now):
            guard try tables.masterKeys.activate(version, at: now) else { return .failed(.conflict) }
        case .destroyMasterKey(let version, let now):
            guard try tables.masterKeys.destroy(version, at: now) else { return .failed(.conflict) }
            destroyedKeys.insert(version)
        case .rewrap(let keys):
            for key in keys where try tables.recordKeys.rewrap(key) { wraps.add(key.new.masterKey) }
        case .advanceSequence, .emptyWAL: break
        }
        return .done
    }

    private func put(
        _ lineage: StoredLineage, _ token: StoredToken?, _ expecting: Generation?
    ) throws(SQLiteError) -> WriteOutcome {
        let id = lineage.grant.id
        if destroyedKeys.contains(lineage.recordKey.masterKey) { return .failed(.conflict) }
        let found = try tables.putLook.look(lineage.grant.subject, id)
        if found.isDisabled { return .failed(.subjectDisabled) }
        if let expecting {
            guard try tables.grants.replace(lineage, expecting: expecting) else { return .failed(.conflict) }
            try tables.recordKeys.replace(with: lineage.recordKey, of: id.rawValue)
            if found.hasLabels { try tables.labels.delete(of: id) }
            if found.hasProofKey { try tables.proofKeys.delete(of: id) }
            if found.hasTokens { try tables.tokens.delete(of: id) }
            if found.hasIntent { try tables.intents.delete(of: id) }
        } else {
            guard try tables.grants.insert(lineage) else { return .failed(.conflict) }
            try tables.recordKeys.insert(lineage.recordKey, of: id.rawValue)
        }
        wraps.add(lineage.recordKey.masterKey)
        try tables.labels.insert(lineage.grant.labels, of: id)
        if let key = lineage.proofKey { try tables.proofKeys.insert(key, of: id) }
        if let token { try tables.tokens.keep(token, of: id) }
        return .done
    }

    /// The row must still have this id and key; then nothing stands in the way of the new one.
    private func putOver(_ lineage: StoredLineage, _ token: StoredToken?) throws(SQLiteError) -> WriteOutcome {
        if destroyedKeys.contains(lineage.recordKey.masterKey) { return .failed(.conflict) }
        if try tables.subjects.isDisabled(lineage.grant.subject) { return .failed(.subjectDisabled) }
        guard try tables.grants.delete(lineage.grant.id, of: lineage.grant.key) else { return .failed(.conflict) }
        try tables.recordKeys.delete(lineage.grant.id.rawValue)
        return try put(lineage, token, nil)
    }

    private func commit(_ refresh: CommittedRefresh, _ expecting: Generation) throws(SQLiteError) -> WriteOutcome {
        guard try tables.grants.take(refresh, expecting: expecting) else { return .failed(.conflict) }
        try tables.intents.delete(of: refresh.grant)
        try tables.tokens.deleteExpired(of: refresh.grant, at: refresh.mintedAt)
        try tables.tokens.keep(refresh.token, of: refresh.grant)
        return .done
    }

    private func add(_ stored: StoredDelegation) throws(SQLiteError) -> WriteOutcome {
        if destroyedKeys.contains(stored.recordKey.masterKey) { return .failed(.conflict) }
        guard try tables.delegations.insert(stored) else { return .failed(.conflict) }
        try tables.recordKeys.insert(stored.recordKey, of: stored.delegation.id.rawValue)
        wraps.add(stored.recordKey.masterKey)
        return .done
    }

    private func revoke(_ id: GrantID, queueing job: RevocationJob?) throws(SQLiteError) -> WriteOutcome {
        if let job, destroyedKeys.contains(job.recordKey.masterKey) { return .failed(.conflict) }
        guard try tables.grants.delete(id) else { return .unchanged }
        try tables.recordKeys.delete(id.rawValue)
        if let job {
            try tables.revocations.insert(job)
            try tables.recordKeys.insert(job.recordKey, of: job.id)
            wraps.add(job.recordKey.masterKey)
        }
        return .done
    }
}
