import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// The kill switch, disabled subjects, and grants that end with a session.
@Suite(.timeLimit(.minutes(5))) struct SubjectServiceTests {
    private let vault = SessionWorld()
    private var world: World { vault.world }
    private let alice = Fixtures.subject()
    private var subjects: SubjectService {
        SubjectService(grants: world.grants, sessions: vault.sessions, pause: { _ in await Forever.wait() })
    }
    private var work: EndedGrantWork { EndedGrantWork(world.grants, pause: { _ in await Forever.wait() }) }

    private func cached(_ key: GrantKey = Fixtures.key(), refreshToken: String = "rt-1") async throws -> Grant {
        try await world.put(
            Fixtures.put(
                key, refreshToken: refreshToken, accessToken: "at-1",
                expiresAt: world.clock.now().adding(seconds: 1_000)))
    }

    private func end(disables: Bool = false) async throws -> SubjectReceipt {
        try await subjects.end(alice, disables: disables, caller: Fixtures.caller)
    }

    @Test func `the kill switch ends sessions, grants and their tokens in one step, and tells what became of each`()
        async throws
    {
        let grant = try await cached()
        let opened = try await vault.create(grants: [grant.id])
        let other = try await vault.create("user:default/bob")
        #expect(world.cachedHead(grant) != nil)
        world.provider.answerRevocations { _ in
            #expect(world.cachedHead(grant) == nil, "the provider is asked after everything is over here")
            #expect((try? world.store.facts(of: Fixtures.subject()).sessions) == 0)
            return .revoked
        }
        let receipt = try await end()
        #expect(
            receipt
                == SubjectReceipt(
                    subject: alice, isDisabled: false, sessions: 1, delegations: 0, grants: [.init(of: grant, .revoked)]
                ))
        #expect(try await vault.found(opened.handle) == nil)
        #expect(try await vault.found(other.handle) != nil)
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(grant) }
        #expect(try world.store.grant(grant.id) == nil)
        #expect(world.provider.revoked == ["rt-1"])
        let kinds = world.kinds()
        #expect(kinds.filter { [.subjectRevoked, .grantRevoked, .upstreamRevoked].contains($0) }.count == 3)
        #expect(vault.reasons().contains("subject_ended"))
    }

    @Test func `a refresh that is under way is not served or stored, and its new token is revoked too`() async throws {
        let grant = try await world.put()
        world.provider.hold()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        async let token = world.get(grant)
        await world.provider.asked(1)
        async let receipt = end()
        await untilTrue { (try? world.store.grant(grant.id)?.status) == .reauthRequired(.ended) }
        world.provider.release()
        let got: Result<IssuedToken, any Error>
        do { got = .success(try await token) } catch { got = .failure(error) }
        #expect(throws: VaultError.notFound(what: "grant")) { _ = try got.get() }
        let told = try await receipt
        #expect(told.grants.map(\.upstream) == [.revoked])
        #expect(world.provider.revoked.sorted() == ["rt-1", "rt-2"])
        #expect(world.cachedHead(grant) == nil)
    }

    @Test func `a disabled subject gets no grant and no session until it is enabled`() async throws {
        _ = try await end(disables: true)
        #expect(try subjects.facts(of: alice).disabledAt == world.clock.now())
        await #expect(throws: VaultError.subjectDisabled) { try await world.put() }
        await #expect(throws: VaultError.subjectDisabled) { _ = try await vault.create() }
        _ = try await vault.create("user:default/bob")
        #expect(try await subjects.enable(alice, caller: Fixtures.caller).disabledAt == nil)
        #expect(try await subjects.enable(alice, caller: Fixtures.caller).disabledAt == nil, "enabled twice is enabled")
        _ = try await world.put()
        _ = try await vault.create()
        #expect(world.kinds().filter { $0 == .subjectEnabled }.count == 1)
    }

    @Test func `a provider that hangs does not hold up the receipt, and its revocation stays queued`() async throws {
        let gate = Gate()
        let queue = RevocationQueue(world.context, pause: { _ in })
        let grants = GrantService(world.context, order: world.order, revocations: queue)
        let subjects = SubjectService(grants: grants, sessions: vault.sessions, pause: { _ in })
        let grant = try await cached()
        world.provider.answerRevocations { _ in
            await gate.pass()
            return .revoked
        }
        let receipt = try await subjects.end(alice, disables: false, caller: Fixtures.caller)
        #expect(receipt.grants == [.init(of: grant, .queued)])
        #expect(world.cachedHead(grant) == nil)
        gate.open()
        await work.work()
        await untilTrue {
            (try? world.store.facts(of: Fixtures.subject())) == SubjectFacts(subject: Fixtures.subject())
        }
        #expect(world.provider.revoked == ["rt-1"])
    }

    @Test func `a grant that is bound to a session is over with it, and is revoked at its provider behind that`()
        async throws
    {
        let bound = try await cached()
        let linked = try await cached(Fixtures.key(account: "other"), refreshToken: "rt-other")
        let opened = try await vault.create(grants: [bound.id], binds: true)
        _ = try await vault.create(grants: [linked.id])
        #expect(world.cachedHead(bound) != nil)
        _ = try await vault.end(opened.session)
        #expect(world.cachedHead(bound) == nil)
        #expect(world.cachedHead(linked) != nil)
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(bound) }
        #expect(world.provider.revoked.isEmpty)
        await work.work()
        #expect(world.provider.revoked == ["rt-1"])
        #expect(try world.store.grant(bound.id) == nil && world.store.grant(linked.id) != nil)
    }

    @Test(arguments: ["clean", "reuse", "all"]) func `so it is where the session ends otherwise`(way: String)
        async throws
    {
        var rules = SessionClass.browser
        (rules.idleSeconds, rules.overlapSeconds) = (100, 10)
        let vault = SessionWorld(rules)
        let world = vault.world
        let grant = try await world.put(
            Fixtures.put(accessToken: "at-1", expiresAt: world.clock.now().adding(seconds: 1_000)))
        let opened = try await vault.create(grants: [grant.id], binds: true)
        #expect(world.cachedHead(grant) != nil)
        switch way {
        case "clean":
            world.clock.advance(seconds: 101)
            await vault.keeping.work()
        case "reuse":
            _ = try await vault.renew(opened.handle)
            world.clock.advance(seconds: 11)
            #expect(try await vault.found(opened.handle) == nil)
        default: #expect(try await vault.endAll(SessionScope()) == 1)
        }
        #expect(world.cachedHead(grant) == nil)
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(grant) }
    }

    @Test func `what a crash or a seal left undone is done by the next run`() async throws {
        let grant = try await cached()
        let opened = try await vault.create(grants: [grant.id], binds: true)
        world.sealer.lock()
        _ = try await world.store.end(opened.session.id)
        await work.work()
        #expect(try world.store.grant(grant.id) != nil, "a sealed vault cannot make the job")
        world.sealer.unlock()
        let next = world.restarted()
        await EndedGrantWork(next.grants, pause: { _ in await Forever.wait() }).work()
        #expect(try world.store.grant(grant.id) == nil)
        #expect(world.provider.revoked == ["rt-1"])
    }

    @Test func `a grant that was put anew in between is not revoked`() async throws {
        let grant = try await cached()
        _ = try await world.store.end(alice, disables: false, at: world.clock.now())
        _ = try await world.put(Fixtures.put(refreshToken: "rt-2"))
        #expect(try await world.grants.finish(grant, .vault) == nil)
        #expect(world.provider.revoked.isEmpty)
        #expect(try world.store.grant(grant.id)?.status == .active)
    }
}
