import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// What the port `SubjectStore` promises, and the others about grants that ended.
@Suite struct SubjectStoreContract {
    private let start = Sample.start
    private let alice = Fixtures.subject("user:default/alice")

    private func session(
        _ store: StoreUnderTest, of subject: String = "user:default/alice", grants: [GrantID] = [],
        bound: [GrantID] = [],
        createdAfter: Int64 = 0, cap: Int = 100
    ) async throws -> SessionID {
        let id = try #require(SessionID(rawValue: store.grants.reserveID()))
        let handle = try #require(SessionHandleID(rawValue: store.grants.reserveID()))
        let created = start.adding(seconds: createdAfter)
        var stored = StoredSession(
            session: Session(
                id: id, subject: try Subject(subject), kind: SessionClass.browser.name, createdAt: created,
                expiresAt: created.adding(seconds: 3600), idleSeconds: 600, lastSeenAt: created),
            details: Sample.secret("details"), recordKey: Sample.recordKey("session \(id.rawValue)"),
            grants: grants + bound)
        stored.boundGrants = bound
        _ = try await store.sessions.add(
            stored,
            StoredSessionHandle(
                id: handle, createdAt: created, tag: [UInt8](repeating: 7, count: 32), content: Sample.secret("content")
            ),
            cap: cap)
        return id
    }

    private func delegation(_ store: StoreUnderTest, of grant: GrantID, in session: SessionID? = nil) async throws {
        let key = try #require(try store.grants.grant(grant)).key
        let id = try #require(DelegationID(rawValue: store.grants.reserveID()))
        let delegation = Delegation(
            id: id, grant: grant, key: key, creator: try ClientName("backend"), client: try ClientName("catalog"),
            scopes: nil, createdAt: start, expiresAt: start.adding(seconds: 600), session: session)
        try await store.delegations.add(
            StoredDelegation(
                delegation: delegation, tag: [UInt8](repeating: 1, count: 32),
                recordKey: Sample.recordKey("delegation \(id.rawValue)")))
    }

    private func status(_ store: StoreUnderTest, _ grant: GrantID) throws -> GrantStatus? {
        try store.grants.grant(grant)?.status
    }

    @Test(arguments: StoreKind.allCases) func `all of a subject ends in one write, and nothing of another`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let token = try Sample.token("access")
        let first = try await store.grants.putNew(try Sample.key(), token: token)
        let second = try await store.grants.putNew(try Sample.key(at: "gitlab"))
        let other = try await store.grants.putNew(try Sample.key("user:default/bob"), token: token)
        let mine = try await session(store, grants: [first])
        let theirs = try await session(store, of: "user:default/bob")
        for grant in [first, second, other] { try await delegation(store, of: grant) }
        #expect(
            try store.subjects.facts(of: alice) == SubjectFacts(subject: alice, grants: 2, sessions: 1, delegations: 2))

        let ended = try await store.subjects.end(alice, disables: false, at: start.adding(seconds: 9))
        #expect(ended == EndedSubject(sessions: [mine], delegations: 2, grants: 2))
        #expect(try store.subjects.facts(of: alice) == SubjectFacts(subject: alice, grants: 2))
        for grant in [first, second] { #expect(try status(store, grant) == .reauthRequired(.ended)) }
        #expect(try store.grants.grant(first)?.updatedAt == start.adding(seconds: 9))
        #expect(try store.grants.cachedToken(first, scopes: nil) == nil)
        #expect(try store.subjects.endedGrants(of: alice, limit: 10).grants.map(\.id) == [first, second])
        #expect(try store.grants.recordKey(of: mine.rawValue) == nil)

        #expect(try status(store, other) == .active)
        #expect(try store.grants.cachedToken(other, scopes: nil) != nil)
        #expect(try store.sessions.session(theirs) != nil)
        #expect(try store.delegations.delegations(DelegationFilter()).map(\.grant) == [other])
        #expect(
            try await store.subjects.end(alice, disables: false, at: start)
                == EndedSubject(sessions: [], delegations: 0, grants: 0), "ended twice is ended once")
    }

    @Test(arguments: StoreKind.allCases) func `of a disabled subject nothing new is kept until it is enabled`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key())
        _ = try await store.subjects.end(alice, disables: true, at: start)
        _ = try await store.subjects.end(alice, disables: true, at: start.adding(seconds: 50))
        #expect(try store.subjects.facts(of: alice).disabledAt == start, "since it was disabled first")
        let lineage = try Sample.lineage(grant, try Sample.key(), generation: 2)
        await #expect(throws: StoreFailure.subjectDisabled) {
            try await store.grants.put(lineage, token: nil, expecting: .first)
        }
        await #expect(throws: StoreFailure.subjectDisabled) { try await store.grants.putOver(lineage, token: nil) }
        await #expect(throws: StoreFailure.subjectDisabled) {
            _ = try await store.grants.putNew(try Sample.key(at: "gitlab"))
        }
        await #expect(throws: StoreFailure.subjectDisabled) { _ = try await session(store) }
        #expect(try store.subjects.facts(of: alice).sessions == 0)
        _ = try await session(store, of: "user:default/bob")

        #expect(try await store.subjects.enable(alice))
        #expect(try await !store.subjects.enable(alice))
        #expect(try store.subjects.facts(of: alice).disabledAt == nil)
        try await store.grants.put(lineage, token: nil, expecting: .first)
        #expect(try status(store, grant) == .active, "a new lineage is no longer the one that ended")
        _ = try await session(store, grants: [grant])
    }

    @Test(arguments: StoreKind.allCases) func `a grant ends with the session that it is bound to, however that ends`(
        kind: StoreKind
    ) async throws {
        for end in ["one", "all", "over", "crowd"] {
            let store = try kind.make()
            let bound = try await store.grants.putNew(try Sample.key(), token: try Sample.token("access"))
            let linked = try await store.grants.putNew(try Sample.key(at: "gitlab"))
            let id = try await session(store, grants: [linked], bound: [bound])
            try await delegation(store, of: bound)
            #expect(try Set(store.sessions.session(id)?.grants ?? []) == [bound, linked])
            #expect(try status(store, bound) == .active)
            switch end {
            case "one": #expect(try await store.sessions.end(id))
            case "all": #expect(try await store.sessions.end(SessionScope(subject: alice), limit: 10) == [id])
            case "over":
                #expect(try await store.sessions.removeEnded(at: start.adding(seconds: 9_999), limit: 10) == [id])
            default: _ = try await session(store, createdAfter: 5, cap: 1)
            }
            #expect(try status(store, bound) == .reauthRequired(.ended), "\(end)")
            #expect(try status(store, linked) == .active, "\(end)")
            #expect(try store.grants.cachedToken(bound, scopes: nil) == nil)
            #expect(try store.delegations.delegations(DelegationFilter()).isEmpty)
            #expect(try store.subjects.endedGrants(of: nil, limit: 10).grants.map(\.id) == [bound])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a grant is bound to the last session that took it, and to none once put anew`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key())
        let first = try await session(store, bound: [grant])
        let second = try await session(store, bound: [grant])
        #expect(try await store.sessions.end(first))
        #expect(try status(store, grant) == .active)
        try await store.grants.put(
            try Sample.lineage(grant, try Sample.key(), generation: 2), token: nil, expecting: .first)
        #expect(try await store.sessions.end(second))
        #expect(try status(store, grant) == .active)
    }

    @Test(arguments: StoreKind.allCases) func `nothing but a new lineage changes a grant that ended`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key())
        try await store.grants.begin(
            RefreshIntent(grant: grant, generation: .first, startedAt: start))
        _ = try await store.subjects.end(alice, disables: false, at: start)
        await #expect(throws: StoreFailure.conflict) {
            try await store.grants.commit(try Sample.refresh(of: grant, to: 2), expecting: .first)
        }
        #expect(
            try await !store.grants.requireReauth(grant, condemned: .first, reason: .refreshTokenRefused, at: start))
        #expect(try await !store.grants.requireStepUp(grant, condemned: .first, claims: "{}", at: start))
        #expect(try status(store, grant) == .reauthRequired(.ended))
        await #expect(throws: StoreFailure.conflict) { _ = try await session(store, grants: [grant]) }
        #expect(try await store.grants.revoke(grant, queueing: nil))
        #expect(try store.subjects.endedGrants(of: nil, limit: 10) == EndedGrants())
    }

    @Test(arguments: StoreKind.allCases) func `a list of ended grants says when it is not all of them`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        for number in 1...3 {
            _ = try await store.grants.putNew(try Sample.key(at: "provider-\(number)"))
        }
        _ = try await store.subjects.end(alice, disables: false, at: start)
        #expect(try store.subjects.endedGrants(of: alice, limit: 4).areAll)
        #expect(try store.subjects.endedGrants(of: nil, limit: 4).grants.count == 3)
        let part = try store.subjects.endedGrants(of: nil, limit: 2)
        #expect(part.grants.count == 2 && !part.areAll)
        #expect(try store.subjects.endedGrants(of: Fixtures.subject("user:default/bob"), limit: 4).grants.isEmpty)
    }
}
