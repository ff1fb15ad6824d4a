package import VaultCore

/// The use cases of sessions: create, look up, renew, list, end.
///
/// A handle is in clear while a call is answered and nowhere else; the store has its keyed hash, and what the session holds opens
/// only with it. To whoever sends one, all that can be wrong with it is one and the same.
package struct SessionService: Sendable {
    let context: ServiceContext
    let store: any SessionStore
    let cache: SessionCache
    let time: SessionTime
    let failures: FailureMeter

    package init(
        _ context: ServiceContext, store: any SessionStore, cache: SessionCache, time: SessionTime
    ) {
        self.context = context
        self.store = store
        self.cache = cache
        self.time = time
        failures = FailureMeter(context.clock)
    }

    /// - Throws: `.invalidParams` for a class that is not configured or a sign-in of the future, `.notFound` for a grant that is
    ///   not the subject's, `.subjectDisabled`.
    package func create(
        _ request: NewSession, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> OpenedSession {
        try permit.check(.sessionCreate, of: request.subject)
        let now = time.now()
        let rules = try rules(of: request.kind)
        try request.details.authentication.check(at: now)
        let session = try draft(request, rules, at: now)
        let handle = try newHandle()
        let key = try context.sealing { () throws(SealFailure) in
            try context.sealer.makeRecordKey(record: session.id.rawValue)
        }
        var stored = StoredSession(
            session: session, details: try seal(request.details, of: session, key), recordKey: key,
            grants: request.grants)
        if request.bindsGrants { stored.boundGrants = request.grants }
        let kept = try seal(handle, request.content, of: session, key, at: now)
        let crowd = try sessionsToEvict(by: session, rules.perSubject)
        cache.change(crowd)
        defer { cache.changed(crowd) }
        let created = event(.sessionCreated, .done, session, caller, .sessionCreate)
            .of(context.audit.mark(of: handle.secret))
        let evicted = try await context.storing { () async throws(StoreFailure) in
            try await store.add(stored, kept, cap: rules.perSubject) { evicted in
                [created] + evicted.map { Self.ended($0, session.subject, "too_many", caller, .sessionCreate) }
            }
        }
        cache.forget(evicted)
        context.letGoOfEndedGrants()
        return OpenedSession(
            session: session, details: request.details, handle: handle.secret,
            cookie: rules.cookie?.setting(handle.secret), evicted: evicted)
    }

    /// - Parameters:
    ///   - allow: throws where the caller may not have this session; asked before anything is noted.
    ///   - text: its reply, to be kept for look-ups that are answered on a loop.
    /// - Throws: `.notFound` whatever is wrong with the handle; `.rateLimited` for that, where the caller sent too many such.
    package func lookUp(
        _ secret: Secret, caller: Caller, text: (FoundSession) -> SessionReplyText? = { _ in nil },
        _ allow: (Session) throws(VaultError) -> Void
    ) async throws(VaultError) -> FoundSession {
        let found = try await find(secret, caller, .sessionLookup)
        try allow(found.session)
        let now = time.now()
        cache.touch(found.session.id, at: now)
        var session = found.session
        session.lastSeenAt = max(session.lastSeenAt, now)
        let renewal = context.settings.sessions.rules(of: session.kind)?.renewAfterSeconds
        let renewalDueAt = found.isNewest ? renewal.map { found.handleCreatedAt.adding(seconds: $0) } : nil
        let answer = FoundSession(
            session: session, details: found.details, content: found.content(), grants: found.grants,
            isRenewalDue: renewalDueAt.map { now >= $0 } ?? false)
        if found.isNewest, let handle = SessionHandle(secret), cache.lacksReply(handle), let text = text(answer) {
            cache.keep(
                text, of: handle, auditPart: context.audit.sessionPart(session), renewalDueAt: renewalDueAt)
        }
        return answer
    }

    /// Replaces the handle, with what changed at the same moment: at every change of privilege, and when a look-up says so.
    ///
    /// - Throws: `.conflict` where another renewal was first: whoever made that has the new handle.
    package func renew(
        _ request: SessionRenewal, caller: Caller, _ allow: (Session) throws(VaultError) -> Void
    ) async throws(VaultError) -> OpenedSession {
        let now = time.now()
        try request.authentication?.check(at: now)
        let found = try await find(request.handle, caller, .sessionRenew)
        try allow(found.session)
        // A class that was taken out of the configuration: its sessions go on to their end.
        let rules =
            context.settings.sessions.rules(of: found.session.kind) ?? SessionClass(name: found.session.kind)
        guard found.isNewest else { throw Self.renewedMeanwhile }
        var (session, details, content) = (found.session, found.details, found.content())
        session.lastSeenAt = max(session.lastSeenAt, now)
        if let authentication = request.authentication { details.authentication = authentication }
        if let roles = request.roles { details.roles = roles }
        if let claims = request.claims { content.claims = claims }
        if let payload = request.payload { content.payload = payload }
        let handle = try newHandle()
        guard let key = try recordKey(of: session) else { throw refuse(.unknown, session, caller, .sessionRenew) }
        let stored = StoredSession(
            session: session, details: try seal(details, of: session, key), recordKey: key, grants: found.grants)
        let kept = try seal(handle, content, of: session, key, at: now)
        cache.change([session.id])
        defer { cache.changed([session.id]) }
        do throws(StoreFailure) {
            try await store.renew(
                stored, with: kept, replacing: found.handle,
                .init(overlapEndsAt: now.adding(seconds: rules.overlapSeconds)),
                telling: [
                    event(.sessionRenewed, .done, session, caller, .sessionRenew)
                        .of(context.audit.mark(of: handle.secret))
                ])
        } catch .conflict {
            // Ended meanwhile is ended, and not a matter of two renewals.
            guard try recordKey(of: session) != nil else {
                throw refuse(.unknown, session, caller, .sessionRenew)
            }
            throw Self.renewedMeanwhile
        } catch {
            throw VaultError(error)
        }
        return OpenedSession(
            session: session, details: details, handle: handle.secret,
            cookie: rules.cookie?.setting(handle.secret))
    }

    private static let renewedMeanwhile = VaultError.conflict(
        reason: "this session was renewed just now; keep the handle that the other call got")
}

extension SessionService {
    func rules(of kind: SessionClassName) throws(VaultError) -> SessionClass {
        guard let rules = context.settings.sessions.rules(of: kind) else {
            throw .invalidParams(InvalidValue(field: "class", problem: "is no class of sessions in the configuration"))
        }
        return rules
    }

    private func draft(
        _ request: NewSession, _ rules: SessionClass, at now: Timestamp
    ) throws(VaultError) -> Session {
        guard let id = SessionID(rawValue: context.store.reserveID()) else {
            throw .internal(reason: "the store is out of ids")
        }
        for grant in request.grants {
            let found = try context.stored { () throws(StoreFailure) in try context.store.grant(grant) }
            guard found?.subject == request.subject, found?.status != .reauthRequired(.ended) else {
                throw .notFound(what: "grant")
            }
        }
        return Session(
            id: id, subject: request.subject, kind: request.kind, createdAt: now,
            expiresAt: now.adding(seconds: rules.absoluteSeconds), idleSeconds: rules.idleSeconds, lastSeenAt: now)
    }

    private func newHandle() throws(VaultError) -> SessionHandle {
        guard let id = SessionHandleID(rawValue: context.store.reserveID()) else {
            throw .internal(reason: "the store is out of ids")
        }
        return SessionHandle(new: id)
    }

    private func seal(
        _ details: SessionDetails, of session: Session, _ key: WrappedRecordKey
    ) throws(VaultError) -> SealedSecret {
        try context.sealing { () throws(SealFailure) in
            try context.sealer.seal(details.bytes(), under: key, in: .sessionDetails(of: session))
        }
    }

    private func seal(
        _ handle: SessionHandle, _ content: SessionContent, of session: Session, _ key: WrappedRecordKey,
        at now: Timestamp
    ) throws(VaultError) -> StoredSessionHandle {
        try context.sealing { () throws(SealFailure) in
            StoredSessionHandle(
                id: handle.id, createdAt: now,
                tag: try context.sealer.tag(of: handle.secret, under: key, in: .sessionTag(of: session, handle.id)),
                content: try context.sealer.seal(
                    content.bytes(), under: key, with: handle.secret, in: .sessionContent(of: session, handle.id)))
        }
    }

    /// Those that the new one will push out, as far as can be told before it is stored.
    private func sessionsToEvict(by session: Session, _ cap: Int) throws(VaultError) -> [SessionID] {
        let filter = SessionFilter(subject: session.subject, kind: session.kind, limit: Limits.pageSize)
        let present = try context.stored { () throws(StoreFailure) in try store.sessions(filter) }.map(\.session)
        guard present.count >= cap else { return [] }
        return present.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }.dropFirst(cap - 1).map(\.id)
    }

    private func recordKey(of session: Session) throws(VaultError) -> WrappedRecordKey? {
        try context.stored { () throws(StoreFailure) in try store.session(session.id) }?.recordKey
    }

    func event(
        _ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome, _ session: Session, _ caller: Caller, _ method: Method
    ) -> AuditEvent {
        AuditEvent(kind, outcome, caller: caller, method: method, subject: session.subject, session: session.id)
    }

    static func ended(
        _ id: SessionID, _ subject: Subject?, _ reason: String, _ caller: Caller?, _ method: Method?
    ) -> AuditEvent {
        AuditEvent(
            .sessionEnded, .done, caller: caller, method: method, subject: subject, session: id, reason: reason)
    }
}

extension Authentication {
    /// How far a provider's clock may be ahead of ours.
    private static let skewSeconds: Int64 = 60

    fileprivate func check(at now: Timestamp) throws(VaultError) {
        guard let time, time > now.adding(seconds: Self.skewSeconds) else { return }
        throw .invalidParams(InvalidValue(field: "auth_time", problem: "is in the future"))
    }
}
