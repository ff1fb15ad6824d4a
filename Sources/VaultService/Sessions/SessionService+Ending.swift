package import VaultCore

extension SessionService {
    /// Sessions in one transaction of a call that ends many, so that no other write waits long behind it.
    private static let batch = 500

    /// The session that a call means.
    ///
    /// - Throws: `.notFound`, also for a handle that is not right.
    package func find(
        _ selector: SessionSelector, caller: Caller, _ method: Method
    ) async throws(VaultError) -> Session {
        switch selector {
        case .handle(let secret): return try await find(secret, caller, method).session
        case .id(let id):
            let stored = try context.stored { () throws(StoreFailure) in try store.session(id) }
            guard let stored, stored.session.end(at: time.now()) == nil else { throw .notFound(what: "session") }
            return stored.session
        }
    }

    /// Ends a session: durable before this returns, and no look-up that begins after it finds it.
    package func end(_ session: Session, _ permit: Permit, caller: Caller) async throws(VaultError) -> EndedSession {
        try permit.check(.sessionRevoke, of: session.subject)
        cache.change([session.id])
        defer { cache.changed([session.id]) }
        let ended = Self.ended(session.id, session.subject, "revoked", caller, .sessionRevoke)
        let wasThere = try await context.storing { () async throws(StoreFailure) in
            try await store.end(session.id, telling: [ended])
        }
        guard wasThere else { throw .notFound(what: "session") }
        context.letGoOfEndedGrants()
        let cookie = context.settings.sessions.rules(of: session.kind)?.cookie
        return EndedSession(id: session.id, clearing: cookie?.clearing)
    }

    /// Ends all sessions of a scope, some hundred in each transaction: when it returns, all are ended that were there when it
    /// began.
    ///
    /// - Returns: how many.
    package func endAll(
        _ scope: SessionScope, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> Int {
        try permit.check(.sessionRevokeAll, of: scope.subject)
        cache.changeAll()
        defer {
            cache.changedAll()
            context.letGoOfEndedGrants()
        }
        var count = 0
        while true {
            let ended = try await context.storing { () async throws(StoreFailure) in
                try await store.end(scope, limit: Self.batch) { ended in
                    ended.map { Self.ended($0, scope.subject, "revoked_all", caller, .sessionRevokeAll) }
                }
            }
            count += ended.count
            if ended.count < Self.batch { return count }
        }
    }

    /// - Throws: `.invalidParams` for a limit outside of 1 to `Limits.pageSize`.
    package func list(_ filter: SessionFilter, _ permit: Permit) throws(VaultError) -> SessionPage {
        try permit.check(.sessionList)
        guard (1...Limits.pageSize).contains(filter.limit) else {
            throw .invalidParams(InvalidValue(field: "limit", problem: "must be 1 to \(Limits.pageSize)"))
        }
        var more = filter
        more.limit += 1
        let found = try context.stored { () throws(StoreFailure) in try store.sessions(more) }
        let now = time.now()
        var entries: [SessionPage.Entry] = []
        for stored in found.prefix(filter.limit) {
            var session = stored.session
            session.lastSeenAt = max(session.lastSeenAt, cache.lastSeen(session.id) ?? session.lastSeenAt)
            guard session.end(at: now) == nil, let details = try details(of: stored) else { continue }
            entries.append(SessionPage.Entry(session: session, details: details))
        }
        let last = found.prefix(filter.limit).last?.session.id
        return SessionPage(sessions: entries, next: found.count > filter.limit ? last : nil)
    }

    /// nil for what does not open: it is told of in the audit log, and the others are listed all the same.
    func details(of stored: StoredSession) throws(VaultError) -> SessionDetails? {
        do throws(SealFailure) {
            return try context.withRecordKey(stored.recordKey, of: stored.session.id.rawValue) {
                key throws(SealFailure) in
                try SessionDetails(
                    opened: context.sealer.open(
                        stored.details, under: key, in: .sessionDetails(of: stored.session)))
            }
        } catch .doesNotOpen {
            recordDamage(of: stored.session)
            return nil
        } catch {
            throw VaultError(error)
        }
    }
}
