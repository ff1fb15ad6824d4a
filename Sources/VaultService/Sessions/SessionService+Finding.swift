import VaultCore

/// A session that a handle opened, from memory or from the store.
struct SessionInHand {
    let session: Session
    let details: SessionDetails
    let grants: [GrantID]
    let handle: SessionHandleID
    let handleCreatedAt: Timestamp
    /// false in the overlap after a renewal.
    let isNewest: Bool
    let content: () -> SessionContent
}

extension SessionService {
    /// The session that the handle opens and that lives now.
    func find(
        _ secret: Secret, _ caller: Caller, _ method: Method
    ) async throws(VaultError) -> SessionInHand {
        guard let handle = SessionHandle(secret) else { throw refuse(.malformed, nil, caller, method) }
        let now = time.now()
        if let entry = cache.entry(handle) {
            if let end = entry.session.end(at: now) { throw await endOfItself(entry.session, end, caller, method) }
            return entry.inHand
        }
        let ticket = cache.ticket()
        let stored = try context.stored { () throws(StoreFailure) in try store.session(by: handle.id) }
        guard let (found, kept) = stored else {
            try pretend(handle)
            throw refuse(.unknown, nil, caller, method)
        }
        var row = found
        row.session.lastSeenAt = max(row.session.lastSeenAt, cache.lastSeen(row.session.id) ?? row.session.lastSeenAt)
        guard try isRight(handle, kept, row) else { throw refuse(.wrongSecret, row.session, caller, method) }
        if let end = row.session.end(at: now) { throw await endOfItself(row.session, end, caller, method) }
        if let replaced = kept.replaced, now >= replaced.overlapEndsAt {
            throw await endOfReuse(row.session, caller, method)
        }
        return try open(row, kept, handle, ticket)
    }

    private func isRight(
        _ handle: SessionHandle, _ kept: StoredSessionHandle, _ row: StoredSession
    ) throws(VaultError) -> Bool {
        let tag: [UInt8]
        do throws(SealFailure) {
            tag = try context.withRecordKey(row.recordKey, of: row.session.id.rawValue) { key throws(SealFailure) in
                try context.sealer.tag(of: handle.secret, under: key, in: .sessionTag(of: row.session, handle.id))
            }
        } catch .doesNotOpen {
            return false
        } catch {
            throw VaultError(error)
        }
        return Secret(copying: tag).equals(Secret(copying: kept.tag))
    }

    /// Does with the handle of none what is done with a wrong one of a session that is there: the time of the answer tells no more
    /// than its bytes.
    private func pretend(_ handle: SessionHandle) throws(VaultError) {
        guard let decoy = Self.decoy else { return }
        _ = try context.sealing { () throws(SealFailure) in
            let key = try context.sealer.makeRecordKey(record: decoy.id.rawValue)
            return try context.sealer.tag(of: handle.secret, under: key, in: .sessionTag(of: decoy, handle.id))
        }
    }

    /// Nobody made it, and nothing is stored of it.
    private static let decoy: Session? = {
        guard let id = SessionID(rawValue: 1), let subject = try? Subject("user:default/none") else { return nil }
        let moment = Timestamp(seconds: 0)
        return Session(
            id: id, subject: subject, kind: SessionClass.browser.name, createdAt: moment, expiresAt: moment,
            idleSeconds: 1,
            lastSeenAt: moment)
    }()

    private func open(
        _ row: StoredSession, _ kept: StoredSessionHandle, _ handle: SessionHandle, _ ticket: SessionCache.Ticket
    ) throws(VaultError) -> SessionInHand {
        guard let sealed = kept.content else { throw .notFound(what: "session") }
        let (session, sealer) = (row.session, context.sealer)
        let details: SessionDetails
        let content: SessionContent
        do throws(SealFailure) {
            (details, content) = try context.withRecordKey(row.recordKey, of: session.id.rawValue) {
                key throws(SealFailure) in
                (
                    try SessionDetails(
                        opened: sealer.open(row.details, under: key, in: .sessionDetails(of: session))),
                    try SessionContent(
                        opened: sealer.open(
                            sealed, under: key, with: handle.secret, in: .sessionContent(of: session, handle.id)))
                )
            }
        } catch .doesNotOpen {
            recordDamage(of: session)
            throw .notFound(what: "session")
        } catch {
            throw VaultError(error)
        }
        if kept.replaced == nil {
            let entry = SessionCache.Entry(
                handle: handle.id, hash: cache.hash(handle), session: session, details: details, grants: row.grants,
                handleCreatedAt: kept.createdAt, claims: content.claims.map(cache.hide),
                payload: content.payload.map(cache.hide))
            cache.keep(entry, ticket, capacity: context.settings.sessions.cached)
        }
        return SessionInHand(
            session: session, details: details, grants: row.grants, handle: handle.id,
            handleCreatedAt: kept.createdAt, isNewest: kept.replaced == nil, content: { content })
    }

    /// What is stored of it does not open: that is not the caller's doing, and nothing of it is served.
    func recordDamage(of session: Session) {
        context.audit.record(
            AuditEvent(
                .integrityFailure, .failed, subject: session.subject, session: session.id, reason: "session"))
    }

    // MARK: ends

    /// Over is over, also when the clock is set back after this: it is deleted before anyone is told.
    private func endOfItself(
        _ session: Session, _ reason: SessionRefusal, _ caller: Caller, _ method: Method
    ) async -> VaultError {
        _ = await end(session, telling: [])
        return refuse(reason, session, caller, method)
    }

    /// Whoever comes with a replaced handle, and whoever has the new one: one of them stole it. Both lose it.
    private func endOfReuse(_ session: Session, _ caller: Caller, _ method: Method) async -> VaultError {
        let event = event(.sessionReused, .deny, session, caller, method)
        // That it came back is told also where another call has ended the session already.
        if await !end(session, telling: [event]) { context.audit.record(event) }
        return refuse(.reused, session, caller, method)
    }

    /// A failure to delete it is found again by whoever asks next.
    ///
    /// - Returns: whether this call has ended it.
    private func end(_ session: Session, telling events: [AuditEvent]) async -> Bool {
        cache.change([session.id])
        defer { cache.changed([session.id]) }
        var isEnded = false
        do throws(StoreFailure) { isEnded = try await store.end(session.id, telling: events) } catch {}
        context.letGoOfEndedGrants()
        return isEnded
    }

    /// The one answer to all of them; the log knows which it was.
    func refuse(
        _ reason: SessionRefusal, _ session: Session?, _ caller: Caller, _ method: Method
    ) -> VaultError {
        context.audit.record(
            AuditEvent(
                .sessionRefused, .deny, caller: caller, method: method, subject: session?.subject,
                session: session?.id, reason: reason.rawValue))
        guard let wait = failures.note(caller.client, perMinute: context.settings.sessions.failuresPerMinute) else {
            return .notFound(what: "session")
        }
        if wait.isFirst {
            context.audit.record(AuditEvent(.sessionGuessing, .deny, caller: caller, method: method))
        }
        return .rateLimited(retryAfterMilliseconds: wait.milliseconds)
    }
}

extension SessionCache.Entry {
    var inHand: SessionInHand {
        SessionInHand(
            session: session, details: details, grants: grants, handle: handle, handleCreatedAt: handleCreatedAt,
            isNewest: true,
            content: { SessionContent(claims: claims?.shown(), payload: payload?.shown()) })
    }
}
