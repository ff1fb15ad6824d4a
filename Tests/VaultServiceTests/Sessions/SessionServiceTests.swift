import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// The requirements on sessions (ASVS 5.0 V7, OWASP Session Management), by their numbers in the research's list.
@Suite(.timeLimit(.minutes(5))) struct SessionServiceTests {
    private static let alice = Fixtures.subject("user:default/alice")

    @Test func `a session gives back what was put into it, from the store and from memory`() async throws {
        let world = SessionWorld()
        let signIn = try Authentication(acr: "urn:loa:2", amr: ["pwd", "otp"], seconds: 1_699_999_999)
        let grant = try await world.world.put()
        let opened = try await world.create(
            claims: #"{"email":"a@example.org"}"#, payload: "p\"1", authentication: signIn, grants: [grant.id])
        for _ in 0..<2 {
            let found = try await world.lookUp(opened.handle)
            #expect(found.session.id == opened.session.id && found.session.subject == Self.alice)
            #expect(found.content.claims?.exposed == #"{"email":"a@example.org"}"#)
            #expect(found.content.payload?.exposed == "p\"1")
            #expect(found.details.authentication == signIn && found.details.userAgent == "Firefox")
            #expect(found.grants == [grant.id] && !found.isRenewalDue)
        }
        let handle = try #require(SessionHandle(opened.handle))
        #expect(world.cache.entry(handle) != nil)
    }

    @Test func `req 22 and 41 neither store nor memory holds the handle, nor the payload in clear`() async throws {
        let world = SessionWorld()
        let opened = try await world.create(payload: "canary of the payload")
        try await world.lookUp(opened.handle)
        let handle = try #require(SessionHandle(opened.handle))
        let (row, kept) = try #require(try world.world.store.session(by: handle.id))
        let entry = try #require(world.cache.entry(handle))
        let everything = "\(row) \(kept) \(entry)" + String(decoding: kept.tag, as: UTF8.self)
        #expect(!opened.handle.isQuoted(in: everything))
        #expect(!everything.contains("canary"))
    }

    @Test func `req 22 split knowledge: record and key without the handle open no content`() async throws {
        let world = SessionWorld()
        let opened = try await world.create(payload: "canary")
        let handle = try #require(SessionHandle(opened.handle))
        let (row, kept) = try #require(try world.world.store.session(by: handle.id))
        let context = SealContext.sessionContent(of: row.session, handle.id)
        let content = try #require(kept.content)
        #expect(throws: SealFailure.doesNotOpen) {
            try world.world.sealer.open(content, under: row.recordKey, in: context)
        }
        let other = SessionHandle(new: handle.id)
        #expect(throws: SealFailure.doesNotOpen) {
            try world.world.sealer.open(content, under: row.recordKey, with: other.secret, in: context)
        }
    }

    @Test func `req 21 one too many ends the oldest, and both are told`() async throws {
        var rules = SessionClass.browser
        rules.perSubject = 2
        let world = SessionWorld(rules)
        let first = try await world.create()
        world.clock.advance(seconds: 1)
        let second = try await world.create()
        try await world.lookUp(first.handle)
        let bob = try await world.create("user:default/bob")
        world.clock.advance(seconds: 1)
        let third = try await world.create()
        #expect(third.evicted == [first.session.id])
        #expect(try await world.found(first.handle) == nil)
        for one in [second, third, bob] { #expect(try await world.found(one.handle) == one.session.id) }
        #expect(world.reasons().contains("too_many"))
    }

    @Test func `req 24 and 34 a renewal gives a new handle and the old one dies after the overlap`() async throws {
        let world = SessionWorld()
        let before = try await world.create(payload: "kept")
        let stronger = try Authentication(acr: "urn:loa:3", amr: ["hwk"], seconds: 1_700_000_000)
        let after = try await world.renew(before.handle, authentication: stronger)
        #expect(after.session.id == before.session.id && !after.handle.equals(before.handle))
        // A request that was under way when the new cookie came.
        #expect(try await world.found(before.handle) == before.session.id)
        let found = try await world.lookUp(after.handle)
        #expect(found.content.payload?.exposed == "kept" && found.details.authentication == stronger)
        await #expect(throws: VaultError.self) { _ = try await world.renew(before.handle) }
        #expect(try await world.found(after.handle) == after.session.id)
    }

    @Test func `req 40 a replaced handle that comes back after the overlap ends the session for both`() async throws {
        let world = SessionWorld()
        let before = try await world.create()
        let after = try await world.renew(before.handle)
        try await world.lookUp(after.handle)
        world.clock.advance(seconds: SessionClass.browser.overlapSeconds)
        #expect(try await world.found(before.handle) == nil)
        #expect(try await world.found(after.handle) == nil)
        #expect(world.world.kinds().contains(.sessionReused))
        #expect(world.reasons().suffix(2) == ["session_reused", "session_unknown"])
    }

    @Test func `req 34 a look-up says when a renewal is due`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        world.clock.advance(seconds: SessionClass.browser.renewAfterSeconds - 1)
        #expect(try await world.lookUp(opened.handle).isRenewalDue == false)
        world.clock.advance(seconds: 1)
        #expect(try await world.lookUp(opened.handle).isRenewalDue)
        let renewed = try await world.renew(opened.handle)
        #expect(try await world.lookUp(renewed.handle).isRenewalDue == false)
    }

    @Test func `req 25 activity keeps a session alive, to its absolute end and no further`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        let step: Int64 = 1_799
        var passed: Int64 = 0
        while passed + step < SessionClass.browser.absoluteSeconds {
            world.clock.advance(seconds: step)
            passed += step
            #expect(try await world.found(opened.handle) == opened.session.id)
        }
        world.clock.advance(seconds: SessionClass.browser.absoluteSeconds - passed - 1)
        #expect(try await world.lookUp(opened.handle).session.endsAt == opened.session.expiresAt)
        world.clock.advance(seconds: 1)
        #expect(try await world.found(opened.handle) == nil)
    }

    @Test func `req 25 a session that rests for too long is over, and a touch does not wake it`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        world.clock.advance(seconds: 1_800)
        #expect(try await world.found(opened.handle) == nil)
        #expect(try await world.found(opened.handle) == nil)
        #expect(try world.world.store.session(opened.session.id) == nil)
    }

    @Test func `req 26 what was ended fails on the very next look-up, also after a restart`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        try await world.lookUp(opened.handle)
        let ended = try await world.end(opened.session)
        #expect(ended.clearing == "__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
        #expect(try await world.found(opened.handle) == nil)
        #expect(try await world.restarted().found(opened.handle) == nil)
        await #expect(throws: VaultError.notFound(what: "session")) { _ = try await world.end(opened.session) }
    }

    @Test func `req 27 all of a subject end but the one that the call is made in`() async throws {
        let world = SessionWorld()
        let (one, two) = (try await world.create(), try await world.create())
        let bob = try await world.create("user:default/bob")
        for each in [one, two, bob] { try await world.lookUp(each.handle) }
        #expect(try await world.endAll(SessionScope(subject: Self.alice, except: two.session.id)) == 1)
        #expect(try await world.found(one.handle) == nil)
        #expect(try await world.found(two.handle) == two.session.id)
        #expect(try await world.endAll(SessionScope()) == 2)
        #expect(try await world.found(bob.handle) == nil)
    }

    @Test func `req 28 a subject's sessions are listed with their devices, the latest look-up included`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        world.clock.advance(seconds: 60)
        try await world.lookUp(opened.handle)
        let entry = try #require(try world.list(SessionFilter(subject: Self.alice)).first)
        #expect(entry.details.userAgent == "Firefox" && entry.details.address == "192.0.2.7")
        #expect(entry.session.lastSeenAt == world.clock.now())
        world.clock.advance(seconds: 1_800)
        #expect(try world.list().isEmpty)
    }

    @Test func `req 29 and 32 a handle that was never given out opens nothing, and makes nothing`() async throws {
        let world = SessionWorld()
        let unknown = SessionHandle(new: try #require(SessionHandleID(rawValue: 4_711)))
        #expect(try await world.found(unknown.secret) == nil)
        #expect(try world.list().isEmpty)
        let opened = try await world.create()
        let forged = SessionHandle(new: try #require(SessionHandle(opened.handle)?.id))
        #expect(try await world.found(forged.secret) == nil)
        try await world.lookUp(opened.handle)
        // Also where the right one is in memory; and nobody ends another's session by it.
        #expect(try await world.found(forged.secret) == nil)
        #expect(try await world.found(opened.handle) == opened.session.id)
        #expect(world.reasons() == ["session_unknown", "session_wrong_secret", "session_wrong_secret"])
    }

    @Test func `unknown, expired, revoked, replaced and malformed handles give one and the same answer`() async throws {
        let world = SessionWorld()
        let opened = try await (0..<3).asyncMap { _ in try await world.create() }
        _ = try await world.end(opened[0].session)
        _ = try await world.renew(opened[1].handle)
        world.clock.advance(seconds: 1_800)
        for secret in opened.map(\.handle) + [Secret(copyingTextOf: ""), Secret(copyingTextOf: "vse_x")] {
            await #expect(throws: VaultError.notFound(what: "session")) { try await world.lookUp(secret) }
        }
        #expect(Set(world.reasons()).isSuperset(of: ["session_unknown", "session_idle", "session_malformed"]))
    }

    @Test func `req 39 every step of a session's life is recorded by its id and never by its handle`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        let renewed = try await world.renew(opened.handle)
        _ = try await world.end(renewed.session)
        let events = world.world.audit.events
        #expect(events.map(\.kind) == [.sessionCreated, .sessionRenewed, .sessionEnded])
        #expect(events.allSatisfy { $0.session == opened.session.id && $0.subject == Self.alice })
        #expect(!opened.handle.isQuoted(in: "\(events)") && !renewed.handle.isQuoted(in: "\(events)"))
    }

    @Test func `req 40 whoever guesses is slowed down, and those with a right handle are not`() async throws {
        let world = SessionWorld(failuresPerMinute: 60)
        let opened = try await world.create()
        for _ in 0..<60 { #expect(try await world.found(Secret(copyingTextOf: "vse_guess")) == nil) }
        for _ in 0..<3 {
            let error = await #expect(throws: VaultError.self) {
                try await world.lookUp(Secret(copyingTextOf: "vse_guess"))
            }
            guard case .rateLimited(let wait)? = error else {
                Issue.record("not slowed down: \(String(describing: error))")
                continue
            }
            #expect((1...1_001).contains(wait))
            #expect(try await world.found(opened.handle) == opened.session.id)
        }
        #expect(world.world.kinds().count { $0 == .sessionGuessing } == 1)
        world.clock.advance(seconds: 60)
        #expect(try await world.found(Secret(copyingTextOf: "vse_guess")) == nil)
    }

    @Test func `a class that is not configured, a sign-in of the future and a foreign grant are refused`() async throws
    {
        var rules = SessionClass.browser
        rules.name = try SessionClassName("cli")
        await #expect(throws: VaultError.self) { _ = try await SessionWorld(rules).create() }
        let world = SessionWorld()
        let future = try Authentication(seconds: world.clock.now().seconds + 61)
        await #expect(throws: VaultError.self) { _ = try await world.create(authentication: future) }
        let grant = try await world.world.put(Fixtures.put(Fixtures.key("user:default/bob")))
        await #expect(throws: VaultError.notFound(what: "grant")) { _ = try await world.create(grants: [grant.id]) }
        #expect(try world.list().isEmpty)
    }

    @Test func `a session whose row was changed opens nothing`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        let handle = try #require(SessionHandle(opened.handle))
        var (row, kept) = try #require(try world.world.store.session(by: handle.id))
        _ = try await world.world.store.end(row.session.id)
        row.session = Session(
            id: row.session.id, subject: Fixtures.subject("user:default/root"), kind: row.session.kind,
            createdAt: row.session.createdAt, expiresAt: row.session.expiresAt, idleSeconds: row.session.idleSeconds,
            lastSeenAt: row.session.lastSeenAt)
        _ = try await world.world.store.add(row, kept, cap: 10)
        #expect(try await world.found(opened.handle) == nil)
        #expect(world.reasons() == ["session_wrong_secret"])
    }
}

extension Range where Bound == Int {
    fileprivate func asyncMap<Value>(_ body: (Int) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for number in self { values.append(try await body(number)) }
        return values
    }
}
