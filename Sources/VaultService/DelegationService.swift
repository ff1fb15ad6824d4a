package import VaultCore

/// The use cases of delegations: create, find, list, revoke, redeem.
///
/// A handle is in clear while a call is answered and nowhere else; the store has its keyed hash. To whoever redeems one, all
/// that can be wrong with it is one and the same.
package struct DelegationService: Sendable {
    private let context: ServiceContext
    private let store: any DelegationStore
    private let grants: GrantService
    private let tokens: TokenService
    private let sessions: SessionService

    package init(
        _ context: ServiceContext, store: any DelegationStore, grants: GrantService, tokens: TokenService,
        sessions: SessionService
    ) {
        self.context = context
        self.store = store
        self.grants = grants
        self.tokens = tokens
        self.sessions = sessions
    }

    /// - Parameters:
    ///   - grant: found by the request's selector and allowed by the permit.
    ///   - source: that the creator could get the token itself.
    ///   - session: the one that the request names, looked up.
    package func create(
        _ request: NewDelegation, of grant: Grant, _ permit: Permit, from source: Permit,
        in session: SessionProof? = nil, caller: Caller
    ) async throws(VaultError) -> CreatedDelegation {
        try permit.check(.delegationCreate, for: grant.key)
        try source.check(.tokenGet, for: grant.key)
        let delegation = try draft(request, of: grant, source, session, at: context.clock.now())
        let handle = DelegationHandle(new: delegation.id)
        let key = try context.sealing { () throws(SealFailure) in
            try context.sealer.makeRecordKey(record: delegation.id.rawValue)
        }
        let tag = try context.sealing { () throws(SealFailure) in
            try context.sealer.tag(of: handle.secret, under: key, in: .delegationTag(of: delegation))
        }
        try await context.storing { () async throws(StoreFailure) in
            try await store.add(
                StoredDelegation(delegation: delegation, tag: tag, recordKey: key),
                telling: [
                    event(.delegationCreated, .done, delegation, caller, .delegationCreate)
                        .of(context.audit.mark(of: handle.secret))
                ])
        }
        return CreatedDelegation(delegation: delegation, handle: handle.secret)
    }

    private func draft(
        _ request: NewDelegation, of grant: Grant, _ source: Permit, _ session: SessionProof?, at now: Timestamp
    ) throws(VaultError) -> Delegation {
        if let refusal = grant.status.refusal { throw refusal }
        try source.terms.check(grant, in: session, now: now)
        guard let id = DelegationID(rawValue: context.store.reserveID()) else {
            throw .internal(reason: "the store is out of ids")
        }
        let scopes = try DelegatedScopes(asked: request.scopes, granted: grant.scopes, terms: source.terms).chosen
        let delegation = Delegation(
            id: id, grant: grant.id, key: grant.key, creator: source.client, client: request.client, scopes: scopes,
            givesFullToken: request.givesFullToken, createdAt: now, expiresAt: try end(of: request, at: now),
            maximumUses: request.maximumUses, purpose: request.purpose, session: session?.id)
        // Refused now what could never be redeemed.
        _ = try source.terms.narrowed(by: delegation.terms).choice(
            asked: nil, granted: grant.scopes, narrowing: context.settings(of: grant.provider).narrowing)
        return delegation
    }

    private func end(of request: NewDelegation, at now: Timestamp) throws(VaultError) -> Timestamp {
        do throws(InvalidValue) { return try request.end(from: now) } catch { throw .invalidParams(error) }
    }

    /// - Throws: `.invalidParams` for a limit outside of 1 to `Limits.pageSize`.
    package func list(_ filter: DelegationFilter, _ permit: Permit) throws(VaultError) -> DelegationPage {
        try permit.check(.delegationList)
        guard (1...Limits.pageSize).contains(filter.limit) else {
            throw .invalidParams(InvalidValue(field: "limit", problem: "must be 1 to \(Limits.pageSize)"))
        }
        var more = filter
        more.limit += 1
        let found = try context.stored { () throws(StoreFailure) in try store.delegations(more) }
        let page = Array(found.prefix(filter.limit))
        return DelegationPage(delegations: page, next: page.count < found.count ? page.last?.id : nil)
    }

    /// - Throws: `.notFound`, also for a handle that is not right.
    package func find(_ selector: DelegationSelector) throws(VaultError) -> Delegation {
        switch selector {
        case .id(let id):
            let stored = try context.stored { () throws(StoreFailure) in try store.delegation(id) }
            guard let stored else { throw .notFound(what: "delegation") }
            return stored.delegation
        case .handle(let secret):
            switch try recognise(secret) {
            case .known(let delegation): return delegation
            case .refused: throw .notFound(what: "delegation")
            }
        }
    }

    package func revoke(_ delegation: Delegation, _ permit: Permit, caller: Caller) async throws(VaultError) {
        try permit.check(.delegationRevoke, for: delegation.key)
        let wasThere = try await context.storing { () async throws(StoreFailure) in
            try await store.remove(
                delegation.id, telling: [event(.delegationRevoked, .done, delegation, caller, .delegationRevoke)])
        }
        guard wasThere else { throw .notFound(what: "delegation") }
    }
}

extension DelegationService {
    /// What a sent handle turned out to be.
    private enum Recognition {
        case known(Delegation)
        case refused(DelegationRefusal, DelegationID?)
    }

    /// Mints first and counts then, so that only a token that is handed out is a use; the count is durable before it is. Of
    /// many at once no more come through than uses are left, whatever happens to the process in between.
    ///
    /// - Parameter admit: throws where the caller has used up what it may; asked once policy has allowed it.
    package func redeem(
        _ redemption: TokenRedemption, _ caller: Caller, under policy: Policy,
        admit: (Delegation) throws(VaultError) -> Void = { _ in }
    ) async throws(VaultError) -> IssuedToken {
        let delegation: Delegation
        switch try recognise(redemption.handle) {
        case .known(let known): delegation = known
        case .refused(let reason, let id): throw refuse(reason, id, nil, caller)
        }
        if let reason = delegation.refusal(of: caller.client, at: context.clock.now()) {
            throw refuse(reason, delegation.id, delegation, caller)
        }
        let permit: Permit
        switch policy.decide(caller, redeeming: delegation) {
        case .failure(let reason): throw refuse(reason, delegation.id, delegation, caller)
        case .success(let allowed): permit = allowed
        }
        try admit(delegation)
        let session = try await session(of: delegation, redemption, caller)
        let token = try await tokens.get(
            TokenRequest(
                selector: .id(delegation.grant), scopes: redemption.scopes,
                minimumLifeSeconds: redemption.minimumLifeSeconds, forceRefresh: redemption.forceRefresh,
                proof: redemption.proof),
            of: try grant(of: delegation, caller), permit, in: session, caller: caller)
        try await spend(
            delegation, caller,
            telling: event(.delegationRedeemed, .allow, delegation, caller, .tokenGet, scopes: token.scopes))
        return token
    }

    /// The one that it ends with, or else the one that the call names.
    private func session(
        of delegation: Delegation, _ redemption: TokenRedemption, _ caller: Caller
    ) async throws(VaultError) -> SessionProof? {
        guard let id = delegation.session else {
            return try await sessions.proof(redemption.session, caller: caller, .tokenGet)
        }
        guard let proof = try sessions.proof(of: id) else {
            throw refuse(.sessionOver, delegation.id, delegation, caller)
        }
        return proof
    }

    private func grant(of delegation: Delegation, _ caller: Caller) throws(VaultError) -> Grant {
        do throws(VaultError) {
            return try grants.find(.id(delegation.grant))
        } catch .notFound {
            throw refuse(.unknown, delegation.id, delegation, caller)
        } catch {
            throw error
        }
    }

    private func spend(
        _ delegation: Delegation, _ caller: Caller, telling event: AuditEvent
    ) async throws(VaultError) {
        let isCounted = try await context.storing { () async throws(StoreFailure) in
            try await store.spend(delegation.id, at: context.clock.now(), telling: [event])
        }
        guard isCounted else { throw refuse(.spentMeanwhile, delegation.id, delegation, caller) }
    }

    private func recognise(_ secret: Secret) throws(VaultError) -> Recognition {
        guard let handle = DelegationHandle(secret) else { return .refused(.malformed, nil) }
        let stored = try context.stored { () throws(StoreFailure) in try store.delegation(handle.id) }
        guard let stored else {
            try pretend(handle)
            return .refused(.unknown, handle.id)
        }
        let tag: [UInt8]
        do throws(SealFailure) {
            tag = try context.withRecordKey(stored.recordKey, of: handle.id.rawValue) { key throws(SealFailure) in
                try context.sealer.tag(of: handle.secret, under: key, in: .delegationTag(of: stored.delegation))
            }
        } catch .doesNotOpen {
            return .refused(.wrongSecret, handle.id)
        } catch {
            throw VaultError(error)
        }
        guard Secret(copying: tag).equals(Secret(copying: stored.tag)) else { return .refused(.wrongSecret, handle.id) }
        return .known(stored.delegation)
    }

    /// Does with the handle of none what is done with that of one that is there: the time of the answer tells no more than its bytes.
    private func pretend(_ handle: DelegationHandle) throws(VaultError) {
        guard let decoy = Self.decoy else { return }
        _ = try context.sealing { () throws(SealFailure) in
            let key = try context.sealer.makeRecordKey(record: decoy.id.rawValue)
            return try context.sealer.tag(of: handle.secret, under: key, in: .delegationTag(of: decoy))
        }
    }

    /// Nobody made it, and nothing is stored of it.
    private static let decoy: Delegation? = {
        guard let id = DelegationID(rawValue: 1), let grant = GrantID(rawValue: 1), let none = try? ClientName("none"),
            let subject = try? Subject("user:default/none"), let provider = try? ProviderName("none")
        else { return nil }
        return Delegation(
            id: id, grant: grant, key: GrantKey(subject: subject, provider: provider, account: .unknown), creator: none,
            client: none, scopes: nil, createdAt: Timestamp(seconds: 0), expiresAt: Timestamp(seconds: 0))
    }()

    /// The one answer to all of them; the log knows which it was.
    private func refuse(
        _ reason: DelegationRefusal, _ id: DelegationID?, _ delegation: Delegation?, _ caller: Caller
    ) -> VaultError {
        var event = AuditEvent(
            .delegationRefused, .deny, caller: caller, method: .tokenGet, delegation: id, reason: reason.rawValue)
        if let delegation { event = event.about(delegation) }
        context.audit.record(event)
        return .notFound(what: "delegation")
    }

    private func event(
        _ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome, _ delegation: Delegation, _ caller: Caller,
        _ method: Method, scopes: ScopeSet? = nil
    ) -> AuditEvent {
        let event = AuditEvent(kind, outcome, caller: caller, method: method, scopes: scopes ?? delegation.scopes)
        return event.about(delegation)
    }
}

extension AuditEvent {
    fileprivate func about(_ delegation: Delegation) -> AuditEvent {
        var event = self
        event.subject = delegation.key.subject
        event.provider = delegation.key.provider
        event.grant = delegation.grant
        event.delegation = delegation.id
        return event
    }
}
