import Synchronization
package import VaultCore

extension InMemoryGrantStore: SessionStore {
    struct KeptSession {
        var stored: StoredSession
        var handles: [SessionHandleID: StoredSessionHandle]
    }

    package func session(
        by handle: SessionHandleID
    ) throws(StoreFailure) -> (StoredSession, StoredSessionHandle)? {
        state.withLock { state in
            for kept in state.sessions.values {
                if let found = kept.handles[handle] { return (kept.stored, found) }
            }
            return nil
        }
    }

    package func session(_ id: SessionID) throws(StoreFailure) -> StoredSession? {
        state.withLock { $0.sessions[id]?.stored }
    }

    package func sessions(_ filter: SessionFilter) throws(StoreFailure) -> [StoredSession] {
        let all = state.withLock { state in state.sessions.values.map(\.stored) }
        let found = all.filter { $0.session.passes(filter) }.sorted { $0.session.id < $1.session.id }
        return found.prefix(filter.limit).map { stored in
            var stored = stored
            stored.grants = []
            return stored
        }
    }

    package func add(
        _ session: StoredSession, _ handle: StoredSessionHandle, cap: Int,
        telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID] {
        let add = { (state: inout State) throws(StoreFailure) -> [SessionID] in
            let new = session.session
            guard state.masterKeys[session.recordKey.masterKey]?.state != .destroyed, state.sessions[new.id] == nil,
                session.grants.allSatisfy({
                    state.lineages[$0]?.grant.subject == new.subject && state.lineages[$0]?.grant.hasEnded == false
                })
            else { throw .conflict }
            guard state.disabled[new.subject] == nil else { throw .subjectDisabled }
            for grant in session.boundGrants { state.boundTo[grant] = new.id }
            state.sessions[new.id] = KeptSession(stored: session, handles: [handle.id: handle])
            state.masterKeys[session.recordKey.masterKey]?.wraps += 1
            let rivals = state.sessions.values.map(\.stored.session).filter {
                $0.subject == new.subject && $0.kind == new.kind
            }
            let evicted = rivals.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }.dropFirst(cap).map(\.id)
            for id in evicted { state.endSession(id) }
            return evicted
        }
        return try write(add, telling: tale)
    }

    package func renew(
        _ session: StoredSession, with handle: StoredSessionHandle, replacing replaced: SessionHandleID,
        _ replacement: StoredSessionHandle.Replacement, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            let id = session.session.id
            guard let old = state.sessions[id]?.handles[replaced], old.replaced == nil else { throw .conflict }
            state.sessions[id]?.handles[replaced]?.replaced = replacement
            state.sessions[id]?.handles[handle.id] = handle
            state.sessions[id]?.stored.details = session.details
            state.sessions[id]?.stored.session.lastSeenAt = session.session.lastSeenAt
            for (old, kept) in state.sessions[id]?.handles ?? [:] {
                guard let end = kept.replaced?.overlapEndsAt, end <= session.session.lastSeenAt else { continue }
                state.sessions[id]?.handles[old]?.content = nil
            }
        }
    }

    package func end(_ id: SessionID, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool {
        try write(telling: events) { $0.endSession(id) }
    }

    package func end(
        _ scope: SessionScope, limit: Int, telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID] {
        let end = { (state: inout State) -> [SessionID] in
            let chosen = state.sessions.values.filter { kept in
                (scope.subject == nil || scope.subject == kept.stored.session.subject)
                    && scope.except != kept.stored.session.id
                    && (scope.provider == nil
                        || kept.stored.grants.contains {
                            state.lineages[$0]?.grant.provider == scope.provider
                        })
            }
            let ids = chosen.map(\.stored.session.id).prefix(limit)
            for id in ids { state.endSession(id) }
            return Array(ids)
        }
        return try write(end, telling: tale)
    }

    package func touch(sessions: [SessionID: Timestamp]) async throws(StoreFailure) {
        try write { state in
            for (id, moment) in sessions
            where state.sessions[id].map({ $0.stored.session.lastSeenAt < moment }) ?? false {
                state.sessions[id]?.stored.session.lastSeenAt = moment
            }
        }
    }

    package func removeEnded(
        at now: Timestamp, limit: Int, telling tale: @escaping @Sendable ([SessionID]) -> [AuditEvent]
    ) async throws(StoreFailure) -> [SessionID] {
        let remove = { (state: inout State) -> [SessionID] in
            let over = state.sessions.values.map(\.stored.session).filter { $0.endsAt <= now }
            let ids = over.sorted { $0.endsAt < $1.endsAt }.prefix(limit).map(\.id)
            for id in ids { state.endSession(id) }
            return ids
        }
        return try write(remove, telling: tale)
    }
}

extension InMemoryGrantStore.State {
    @discardableResult
    mutating func endSession(_ id: SessionID) -> Bool {
        for (grant, session) in boundTo where session == id && sessions[id] != nil { end(grant) }
        delegations = delegations.filter { $0.value.delegation.session != id }
        return sessions.removeValue(forKey: id) != nil
    }

    mutating func unlinkSessions(from grant: GrantID) {
        for id in sessions.keys { sessions[id]?.stored.grants.removeAll { $0 == grant } }
    }
}

extension Session {
    fileprivate func passes(_ filter: SessionFilter) -> Bool {
        (filter.id == nil || filter.id == id) && (filter.subject == nil || filter.subject == subject)
            && (filter.kind == nil || filter.kind == kind) && (filter.after.map { $0 < id } ?? true)
    }
}
