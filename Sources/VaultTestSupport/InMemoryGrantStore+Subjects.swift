import Synchronization
package import VaultCore

extension InMemoryGrantStore: SubjectStore {
    package func end(
        _ subject: Subject, disables: Bool, at now: Timestamp,
        telling tale: @escaping @Sendable (EndedSubject) -> [AuditEvent]
    ) async throws(StoreFailure) -> EndedSubject {
        let end = { (state: inout State) -> EndedSubject in
            if disables, state.disabled[subject] == nil { state.disabled[subject] = now }
            let grants = state.lineages.values.map(\.grant).filter { $0.subject == subject }
            let delegations = state.delegations.values.filter { $0.delegation.key.subject == subject }.count
            for grant in grants { state.dropDelegations(of: grant.id) }
            let sessions = state.sessions.values.map(\.stored.session).filter { $0.subject == subject }.map(\.id)
            for id in sessions { state.endSession(id) }
            for grant in grants {
                state.end(grant.id)
                state.lineages[grant.id]?.grant.updatedAt = now
            }
            return EndedSubject(
                sessions: sessions, delegations: delegations, grants: grants.filter { !$0.hasEnded }.count)
        }
        return try write(end, telling: tale)
    }

    package func enable(_ subject: Subject, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool {
        try write(telling: events) { $0.disabled.removeValue(forKey: subject) != nil }
    }

    package func facts(of subject: Subject) throws(StoreFailure) -> SubjectFacts {
        state.withLock { state in
            SubjectFacts(
                subject: subject, disabledAt: state.disabled[subject],
                grants: state.lineages.values.count { $0.grant.subject == subject },
                sessions: state.sessions.values.count { $0.stored.session.subject == subject },
                delegations: state.delegations.values.count { $0.delegation.key.subject == subject },
                pendingRevocations: state.revocations.values.count { $0.key.subject == subject })
        }
    }

    package func endedGrants(of subject: Subject?, limit: Int) throws(StoreFailure) -> EndedGrants {
        state.withLock { state in
            let all = state.lineages.values.map(\.grant).filter {
                $0.hasEnded && (subject == nil || $0.subject == subject)
            }
            let readable = all.filter { !state.unreadable.contains($0.id) }.sorted { $0.id < $1.id }
            return EndedGrants(
                grants: Array(readable.prefix(limit)), areAll: all.count < limit && readable.count == all.count)
        }
    }
}

extension InMemoryGrantStore.State {
    mutating func end(_ grant: GrantID) {
        lineages[grant]?.grant.status = .reauthRequired(.ended)
        tokens[grant] = nil
        dropDelegations(of: grant)
    }
}

extension Grant {
    var hasEnded: Bool { status == .reauthRequired(.ended) }
}
