package import VaultCore

/// The use cases of identities: who an account is, and that it stays so.
///
/// The rules of the configuration decide; what is remembered can only refuse. An account is remembered before its subject is told to
/// anyone, as a keyed hash; its claims are kept nowhere.
package struct IdentityService: Sendable {
    private let context: ServiceContext
    private let store: any IdentityStore

    package init(_ context: ServiceContext, store: any IdentityStore) {
        self.context = context
        self.store = store
    }

    /// Who the account is by the rules in force.
    ///
    /// - Throws: `.notFound` for a provider that is not configured; `.permissionDenied` where it is nobody.
    package func decide(_ request: IdentityRequest, caller: Caller) throws(VaultError) -> ResolvedIdentity {
        _ = try context.settings(of: request.provider)
        switch context.settings.identity.resolve(request.claims, at: request.provider).result {
        case .success(let resolved): return resolved
        case .failure(let reason): throw refuse(reason, at: request.provider, nil, caller)
        }
    }

    /// Makes the account its subject, durably before this returns, where none of the two is taken.
    ///
    /// - Throws: `.permissionDenied` where one is: the same as for an account that no rule is about.
    package func claim(
        _ identity: ResolvedIdentity, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> ResolvedIdentity {
        try permit.check(.identityResolve, at: identity.provider, of: identity.subject)
        if identity.linking == .unremembered {
            recordKnown(identity, caller)
            return identity
        }
        let key = try await key()
        let account = Secret(copyingTextOf: identity.account.text)
        let tags = try tags(of: account, identity, key)
        if try isKnown(identity, tags) {
            recordKnown(identity, caller)
            return identity
        }
        let new = StoredIdentity(
            provider: identity.provider, accountTag: tags.account, subject: identity.subject, proof: tags.proof,
            createdAt: context.clock.now())
        let outcome = try await context.storing { () async throws(StoreFailure) in
            try await store.claim(new, identity.linking) { [Self.event(identity, $0, caller)] }
        }
        switch outcome {
        case .subjectTaken: throw refuse(.subjectTaken, at: identity.provider, identity, caller)
        case .accountTaken: throw refuse(.accountMoved, at: identity.provider, identity, caller)
        // Another call with the same account was faster.
        case .known: recordKnown(identity, caller)
        case .added, .joined, .moved: break
        }
        return identity
    }

    /// - Returns: how many accounts were forgotten.
    package func forget(
        _ oblivion: IdentityOblivion, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> Int {
        try permit.check(.identityForget, of: oblivion.subject)
        let event = AuditEvent(
            .identitiesForgotten, .done, caller: caller, method: .identityForget, subject: oblivion.subject,
            provider: oblivion.provider)
        let count = try await context.storing { () async throws(StoreFailure) in
            try await store.forget(oblivion, telling: [event])
        }
        guard count > 0 else { throw .notFound(what: "identity") }
        return count
    }

    // MARK: helpers

    /// Whether the account is remembered as the subject, in a row that nobody changed.
    private func isKnown(
        _ identity: ResolvedIdentity, _ tags: (account: [UInt8], proof: [UInt8])
    ) throws(VaultError) -> Bool {
        let stored = try context.stored { () throws(StoreFailure) in
            try store.identity(tags.account, at: identity.provider)
        }
        // By bytes: to a String, texts may be equal that are written differently.
        guard let stored, stored.subject.text.utf8.elementsEqual(identity.subject.text.utf8) else { return false }
        guard Secret(copying: stored.proof).equals(Secret(copying: tags.proof)) else {
            context.audit.record(
                AuditEvent(
                    .integrityFailure, .failed, subject: identity.subject, provider: identity.provider,
                    reason: "identity"))
            throw Self.refusal
        }
        return true
    }

    private func tags(
        of account: Secret, _ identity: ResolvedIdentity, _ key: IdentityKey
    ) throws(VaultError) -> (account: [UInt8], proof: [UInt8]) {
        try context.sealing { () throws(SealFailure) in
            try context.withRecordKey(key.key, of: key.record) { wrapped throws(SealFailure) in
                (
                    try context.sealer.tag(
                        of: account, under: wrapped,
                        in: .identityAccount(record: key.record, at: identity.provider)),
                    try context.sealer.tag(
                        of: account, under: wrapped,
                        in: .identityProof(record: key.record, at: identity.provider, of: identity.subject))
                )
            }
        }
    }

    /// The key of all accounts; the first call makes it.
    private func key() async throws(VaultError) -> IdentityKey {
        if let key = try storedKey() { return key }
        let record = context.store.reserveID()
        let key = IdentityKey(
            record: record,
            key: try context.sealing { () throws(SealFailure) in try context.sealer.makeRecordKey(record: record) })
        do throws(StoreFailure) {
            try await store.add(key)
            return key
        } catch .conflict {
            // Two first calls: one key counts.
            guard let key = try storedKey() else { throw VaultError(.conflict) }
            return key
        } catch {
            throw VaultError(error)
        }
    }

    private func storedKey() throws(VaultError) -> IdentityKey? {
        try context.stored { () throws(StoreFailure) in try store.identityKey() }
    }

    /// Nothing was changed, so that there is nothing to tell it with.
    private func recordKnown(_ identity: ResolvedIdentity, _ caller: Caller) {
        context.audit.record(Self.event(identity, nil, caller))
    }

    private static func event(
        _ identity: ResolvedIdentity, _ change: IdentityClaimOutcome?, _ caller: Caller
    ) -> AuditEvent {
        AuditEvent(
            .identityResolved, .done, caller: caller, method: .identityResolve, subject: identity.subject,
            provider: identity.provider, identityRule: identity.rule,
            reason: change.map { "account_\($0.rawValue)" })
    }

    /// The one answer to all of them; the log knows which it was.
    private func refuse(
        _ reason: IdentityRefusal, at provider: ProviderName, _ identity: ResolvedIdentity?, _ caller: Caller
    ) -> VaultError {
        context.audit.record(
            AuditEvent(
                .identityRefused, .deny, caller: caller, method: .identityResolve, subject: identity?.subject,
                provider: provider, identityRule: identity?.rule, reason: reason.rawValue))
        return Self.refusal
    }

    private static let refusal = VaultError.permissionDenied(
        reason: "the configuration makes no user of this account: the audit log tells an operator why")
}
