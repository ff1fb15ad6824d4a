package import VaultCore

extension GrantService {
    /// Stores the lineage, or replaces the one of the same subject, provider and account, unless only an absent one is asked for;
    /// durable when it returns.
    ///
    /// - Returns: the grant as it stands, and whether it was stored.
    package func put(
        _ put: GrantPut, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> (grant: Grant, isStored: Bool) {
        try permit.check(.grantPut, for: put.key)
        try put.check()
        let provider = try context.settings(of: put.key.provider)
        if put.proofKey != nil, !provider.usesDPoP {
            throw .invalidParams(
                InvalidValue(field: "dpop_key", problem: "has no use: the provider's entry does not say dpop"))
        }
        let lives = provider.lives
        return try await order.inTurn(of: put.key) { () async throws(VaultError) in
            // Within the turn: no refresh and no other put comes between this look and the store.
            let (known, damaged) = try standing(put)
            if put.onlyIfAbsent, known != nil, let grant = try find(put.key) { return (grant, false) }
            let lineage = try lineage(for: put, lives, known, damaged)
            let token = try accessToken(of: put, lineage)
            var event = Origin(caller: caller, method: .grantPut).event(.grantStored, .done, lineage.grant)
                .of(context.audit.mark(of: put.refreshToken))
            event.scopes = lineage.grant.scopes
            try await context.storing { () async throws(StoreFailure) in
                if damaged != nil {
                    try await context.store.putOver(lineage, token: token?.stored, telling: [event])
                } else {
                    try await context.store.put(
                        lineage, token: token?.stored, expecting: known?.generation, telling: [event])
                }
            }
            publish(lineage.grant, token?.live)
            return (lineage.grant, true)
        }
    }

    /// - Parameters:
    ///   - known: the grant that it replaces.
    ///   - damaged: the one that does not read back and whose place it takes.
    private func lineage(
        for put: GrantPut, _ lives: RefreshTokenLives, _ known: StandingGrant?, _ damaged: DamagedGrant?
    ) throws(VaultError) -> StoredLineage {
        var grant = try put.grant(
            replacing: known, id: { damaged?.id.rawValue ?? context.store.reserveID() }, at: context.clock.now())
        grant.death = GrantDeath(of: grant, lives)
        return try context.sealing { () throws(SealFailure) in
            let (key, sealed) = try context.sealer.sealUnderNewKey(put.refreshToken, in: grant.refreshTokenContext)
            let proofKey = try put.proofKey.map { proofKey throws(SealFailure) in
                try context.sealer.seal(proofKey.seed, under: key, in: grant.proofKeyContext)
            }
            return StoredLineage(grant: grant, refreshToken: sealed, recordKey: key, proofKey: proofKey)
        }
    }

    /// The grant of this key, where it reads back; else what is left of it.
    private func standing(_ put: GrantPut) throws(VaultError) -> (StandingGrant?, DamagedGrant?) {
        let key = put.key
        do throws(StoreFailure) { return (try context.store.standing(key, scopes: put.scopes), nil) } catch .damaged {
            let damaged = try damaged(.subject(key.subject, key.provider, key.account))
            context.recordDamage(of: damaged?.id)
            return (nil, damaged)
        } catch {
            throw VaultError(error)
        }
    }

    private func find(_ key: GrantKey) throws(VaultError) -> Grant? {
        try context.stored { () throws(StoreFailure) in try context.store.grant(key) }
    }

    /// An access token is kept only when it is known to live. One that comes with a key is bound to it.
    private func accessToken(
        of put: GrantPut, _ lineage: StoredLineage
    ) throws(VaultError) -> (stored: StoredToken, live: LiveToken)? {
        let now = context.clock.now()
        guard let token = put.accessToken, let expiry = put.accessTokenExpiresAt, expiry > now else { return nil }
        let grant = lineage.grant
        let issued = IssuedToken(
            grant: grant.id, generation: grant.generation, accessToken: token,
            type: put.proofKey == nil ? .bearer : .dpop, scopes: grant.scopes, expiresAt: expiry)
        let sealed = try context.sealing { () throws(SealFailure) in
            try context.sealer.seal(
                token, under: lineage.recordKey,
                in: AccessTokens.sealContext(of: issued, asked: nil, mintedAt: now, grant))
        }
        let stored = StoredToken(
            token: sealed, type: issued.type, generation: grant.generation, requestedScopes: nil,
            grantedScopes: grant.scopes,
            mintedAt: now, expiresAt: expiry)
        return (stored, LiveToken(issued: issued, mintedAt: now))
    }

    private func publish(_ grant: Grant, _ token: LiveToken?) {
        context.openIntents.forget(grant.id)
        context.cache.invalidate(grant)
        guard let token else { return }
        let ticket = context.cache.ticket(for: grant.key)
        AccessTokens(context: context).keepInMemory(token, of: grant, ticket)
    }
}

extension GrantPut {
    /// The caps and characters that the types do not keep by themselves.
    fileprivate func check() throws(VaultError) {
        try Self.check(refreshToken, "refresh_token")
        if let accessToken { try Self.check(accessToken, "access_token") }
        guard labels.count <= Limits.labels else {
            throw .invalidParams(InvalidValue(field: "labels", problem: "are more than \(Limits.labels)"))
        }
        guard Set(labels.map(\.name)).count == labels.count else {
            throw .invalidParams(InvalidValue(field: "labels", problem: "name one label twice"))
        }
    }

    private static func check(_ token: Secret, _ field: String) throws(VaultError) {
        guard token.count > 0 else { throw .invalidParams(InvalidValue(field: field, problem: "is empty")) }
        guard token.count <= Limits.tokenBytes else {
            throw .invalidParams(InvalidValue(field: field, problem: "is longer than \(Limits.tokenBytes) bytes"))
        }
        guard token.withBytes({ TokenCharacters.allow($0) }) else {
            throw .invalidParams(
                InvalidValue(field: field, problem: "holds a character outside of visible ASCII (RFC 6749 appendix A)"))
        }
    }

    /// The grant as it will stand: id and beginning of the known one, all else from the put.
    fileprivate func grant(
        replacing known: StandingGrant?, id makeID: () -> Int64, at now: Timestamp
    ) throws(VaultError) -> Grant {
        guard let id = known?.id ?? GrantID(rawValue: makeID()) else {
            throw .internal(reason: "the store gave an id that is not positive; check the database")
        }
        return Grant(
            id: id, subject: key.subject, provider: key.provider, account: key.account, scopes: scopes,
            generation: known?.generation.next ?? .first, labels: labels, pin: pin,
            authentication: authentication, createdAt: known?.createdAt ?? now,
            updatedAt: now, lastUsedAt: known?.lastUsedAt, refreshTokenExpiresAt: refreshTokenExpiresAt,
            putAt: known == nil ? nil : now)
    }
}
