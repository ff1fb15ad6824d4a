import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// What the stores promise of what a write is telling.
@Suite struct TellingStoreContract {
    private let audit = RecordingAudit()
    private let alice = Fixtures.subject("user:default/alice")
    private let now = Sample.start

    private func made(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try kind.make()
        store.telling.tell(audit)
        return store
    }

    private func event(_ reason: String) -> AuditEvent { AuditEvent(.grantStored, .done, reason: reason) }

    private var told: [String] { audit.events.compactMap(\.reason) }

    private func session(_ store: StoreUnderTest, _ age: Int64 = 0) throws -> (StoredSession, StoredSessionHandle) {
        let id = try #require(SessionID(rawValue: store.grants.reserveID()))
        let handle = try #require(SessionHandleID(rawValue: store.grants.reserveID()))
        let session = Session(
            id: id, subject: alice, kind: SessionClass.browser.name, createdAt: now.adding(seconds: age),
            expiresAt: now.adding(seconds: 3600), idleSeconds: 600, lastSeenAt: now.adding(seconds: age))
        return (
            StoredSession(
                session: session, details: Sample.secret("details"), recordKey: Sample.recordKey("k\(id.rawValue)"),
                grants: []),
            StoredSessionHandle(
                id: handle, createdAt: now, tag: [UInt8](repeating: 7, count: 32), content: Sample.secret("content"))
        )
    }

    private func identity(_ account: UInt8) -> StoredIdentity {
        StoredIdentity(
            provider: Fixtures.providerName(), accountTag: [UInt8](repeating: account, count: 32), subject: alice,
            proof: [UInt8](repeating: account, count: 32), createdAt: now)
    }

    private func delegation(_ store: StoreUnderTest, of grant: GrantID, _ key: GrantKey) throws -> StoredDelegation {
        let id = try #require(DelegationID(rawValue: store.grants.reserveID()))
        return StoredDelegation(
            delegation: Delegation(
                id: id, grant: grant, key: key, creator: try ClientName("backend"), client: try ClientName("plugin"),
                scopes: nil, createdAt: now, expiresAt: now.adding(seconds: 600), maximumUses: 1),
            tag: [UInt8](repeating: 1, count: 32), recordKey: Sample.recordKey("d"))
    }

    @Test(arguments: StoreKind.allCases) func `a change of a grant is told before its write returns`(
        kind: StoreKind
    ) async throws {
        let store = try made(kind)
        let key = try Sample.key()
        let id = try Sample.id(store.grants)
        try await store.grants.put(
            try Sample.lineage(id, key), token: nil, expecting: nil, telling: [event("put")])
        #expect(told == ["put"])
        try await store.grants.commit(
            try Sample.refresh(of: id, to: 2), expecting: .first, telling: [event("lost"), event("minted")])
        #expect(told == ["put", "lost", "minted"])
        try await store.grants.dropTokens(id, telling: [event("dropped")])
        let second = Generation(number: 2)
        #expect(
            try await store.grants.requireStepUp(
                id, condemned: second, claims: "{}", at: now, telling: [event("step up")]))
        #expect(
            try await store.grants.requireReauth(
                id, condemned: second, reason: .restored, at: now, telling: [event("condemned")]))
        let job = try Sample.revocation(store.grants.reserveID())
        #expect(try await store.grants.revoke(id, queueing: job, telling: [event("revoked")]))
        try await store.grants.finishRevocation(job.id, telling: [event("finished")])
        #expect(told.suffix(5) == ["dropped", "step up", "condemned", "revoked", "finished"])
    }

    @Test(arguments: StoreKind.allCases) func `so are those of delegations, sessions, subjects, identities and keys`(
        kind: StoreKind
    ) async throws {
        let store = try made(kind)
        let key = try Sample.key()
        let grant = try await store.grants.putNew(key)
        let delegated = try delegation(store, of: grant, key)
        try await store.delegations.add(delegated, telling: [event("delegated")])
        #expect(try await store.delegations.spend(delegated.delegation.id, at: now, telling: [event("spent")]))
        #expect(try await store.delegations.remove(delegated.delegation.id, telling: [event("removed")]))
        #expect(told == ["delegated", "spent", "removed"])

        let (first, firstHandle) = try session(store)
        _ = try await store.sessions.add(first, firstHandle, cap: 1) { ids in [self.event("opened \(ids.count)")] }
        let (second, secondHandle) = try session(store, 1)
        _ = try await store.sessions.add(second, secondHandle, cap: 1) { ids in [self.event("evicted \(ids.count)")] }
        let (_, newHandle) = try session(store)
        try await store.sessions.renew(
            second, with: newHandle, replacing: secondHandle.id, .init(overlapEndsAt: now), telling: [event("renewed")])
        #expect(try await store.sessions.end(second.session.id, telling: [event("ended")]))
        #expect(told.suffix(4) == ["opened 0", "evicted 1", "renewed", "ended"])

        let (third, thirdHandle) = try session(store)
        _ = try await store.sessions.add(third, thirdHandle, cap: 9)
        _ = try await store.sessions.end(SessionScope(subject: alice), limit: 9) { [self.event("all \($0.count)")] }
        let (fourth, fourthHandle) = try session(store)
        _ = try await store.sessions.add(fourth, fourthHandle, cap: 9)
        _ = try await store.subjects.end(alice, disables: true, at: now) {
            [self.event("subject \($0.sessions.count)")]
        }
        #expect(try await store.subjects.enable(alice, telling: [event("enabled")]))
        #expect(told.suffix(3) == ["all 1", "subject 1", "enabled"])

        _ = try await store.identities.claim(identity(1), .first) { [self.event("\($0)")] }
        #expect(try await store.identities.forget(IdentityOblivion(subject: alice), telling: [event("forgot")]) == 1)
        let version = MasterKeyVersion(number: 9)
        try await store.keys.prepare(
            StoredMasterKey(version: version, state: .prepared, wrapped: [1], createdAt: now),
            telling: [event("prepared")])
        try await store.keys.activate(version, at: now, telling: [event("activated")])
        #expect(told.suffix(4) == ["added", "forgot", "prepared", "activated"])
    }

    @Test(arguments: StoreKind.allCases) func `a change that did not happen tells nothing`(kind: StoreKind) async throws
    {
        let store = try made(kind)
        let key = try Sample.key()
        let id = try await store.grants.putNew(key)
        let (missing, never) = (try #require(GrantID(rawValue: 9_999)), [event("never")])
        let other = Generation(number: 7)
        await #expect(throws: StoreFailure.conflict) {
            try await store.grants.put(try Sample.lineage(id, key), token: nil, expecting: other, telling: never)
        }
        await #expect(throws: StoreFailure.conflict) {
            try await store.grants.putOver(
                try Sample.lineage(missing, try Sample.key("user:default/bob")), token: nil, telling: never)
        }
        await #expect(throws: StoreFailure.conflict) {
            try await store.grants.commit(try Sample.refresh(of: id, to: 8), expecting: other, telling: never)
        }
        let isCondemned = try await store.grants.requireReauth(
            id, condemned: other, reason: .restored, at: now, telling: never)
        let isChallenged = try await store.grants.requireStepUp(
            id, condemned: other, claims: "{}", at: now, telling: never)
        let isRevoked = try await store.grants.revoke(missing, queueing: nil, telling: never)
        #expect(!isCondemned && !isChallenged && !isRevoked)
        try await store.grants.finishRevocation(9_999, telling: never)
        let delegated = try delegation(store, of: missing, key)
        await #expect(throws: StoreFailure.conflict) { try await store.delegations.add(delegated, telling: never) }
        #expect(try await !store.delegations.spend(delegated.delegation.id, at: now, telling: never))
        #expect(try await !store.delegations.remove(delegated.delegation.id, telling: never))
        let (unknown, handle) = try session(store)
        await #expect(throws: StoreFailure.conflict) {
            try await store.sessions.renew(
                unknown, with: handle, replacing: handle.id, .init(overlapEndsAt: now), telling: never)
        }
        #expect(try await !store.sessions.end(unknown.session.id, telling: never))
        #expect(try await !store.subjects.enable(alice, telling: never))
        _ = try await store.identities.claim(identity(1), .first)
        let tale: @Sendable (IdentityClaimOutcome) -> [AuditEvent] = { _ in never }
        #expect(try await store.identities.claim(identity(1), .first, telling: tale) == .known)
        #expect(try await store.identities.claim(identity(2), .first, telling: tale) == .subjectTaken)
        let nobody = IdentityOblivion(subject: Fixtures.subject("user:default/bob"))
        #expect(try await store.identities.forget(nobody, telling: never) == 0)
        await #expect(throws: StoreFailure.conflict) {
            try await store.keys.activate(MasterKeyVersion(number: 9), at: now, telling: never)
        }
        await #expect(throws: StoreFailure.conflict) {
            try await store.keys.destroy(MasterKeyVersion(number: 9), at: now, telling: never)
        }
        #expect(told == [])
    }
}
