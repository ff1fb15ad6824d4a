import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct GrantPutTests {
    private let world = World()

    @Test func `a new grant is durable, active, of the first generation and audited`() async throws {
        var put = Fixtures.put()
        put.labels = [try Label(name: "team", value: "core")]
        put.pin = SubjectPin(sub: "s", tenant: "t")
        put.refreshTokenExpiresAt = world.clock.now().adding(seconds: 99)
        let grant = try await world.put(put)
        #expect(try world.store.grant(grant.id) == grant)
        #expect(grant.generation == .first && grant.status == .active)
        #expect(grant.labels == put.labels && grant.pin == put.pin && grant.scopes == put.scopes)
        #expect(grant.refreshTokenExpiresAt == put.refreshTokenExpiresAt)
        #expect(grant.createdAt == world.clock.now())
        #expect(try world.storedRefreshToken(grant) == "rt-1")
        let event = try #require(world.audit.events.first)
        #expect(event.kind == .grantStored && event.outcome == .done && event.grant == grant.id)
        #expect(event.caller == Fixtures.caller && event.method == .grantPut && event.scopes == put.scopes)
    }

    @Test func `a put for the same key replaces the lineage, its key and its tokens, and keeps id and age`()
        async throws
    {
        let soon = world.clock.now().adding(seconds: 1_000)
        let first = try await world.put(Fixtures.put(accessToken: "at-1", expiresAt: soon))
        let key = try world.store.lineage(first.id)?.recordKey
        world.clock.advance(seconds: 5)
        let second = try await world.put(Fixtures.put(scopes: Fixtures.scopes("other"), refreshToken: "rt-2"))
        #expect(second.id == first.id && second.generation == Generation(number: 2))
        #expect(second.createdAt == first.createdAt && second.updatedAt == world.clock.now())
        #expect(second.scopes == Fixtures.scopes("other"))
        #expect(try world.store.lineage(first.id)?.recordKey != key)
        #expect(try world.storedRefreshToken(second) == "rt-2")
        #expect(try world.store.cachedToken(first.id, scopes: nil) == nil)
        #expect(world.cachedHead(first) == nil)
    }

    @Test func `a put of an absent grant alone leaves one that stands as it is, whatever its state`() async throws {
        var put = Fixtures.put(refreshToken: "imported")
        put.onlyIfAbsent = true
        func tryIt() async throws -> (grant: Grant, isStored: Bool) {
            try await world.grants.put(put, Fixtures.permit(.grantPut, for: put.key), caller: Fixtures.caller)
        }
        let first = try await tryIt()
        #expect(first.isStored && first.grant.generation == .first)
        #expect(try world.storedRefreshToken(first.grant) == "imported")
        _ = try await world.put(Fixtures.put(refreshToken: "newer"))
        let second = try await tryIt()
        #expect(!second.isStored && second.grant.generation == Generation(number: 2))
        #expect(try world.storedRefreshToken(second.grant) == "newer")
        #expect(world.kinds() == [.grantStored, .grantStored], "what was not stored is not told of as stored")
        _ = try await world.grants.revoke(
            first.grant, Fixtures.permit(.grantRevoke, for: put.key), caller: Fixtures.caller)
        #expect(try await tryIt().isStored)
    }

    @Test func `other accounts of a subject are other grants`() async throws {
        let work = try await world.put(Fixtures.put(Fixtures.key(account: "work")))
        let home = try await world.put(Fixtures.put(Fixtures.key(account: "home")))
        #expect(work.id != home.id)
    }

    @Test func `a token of exactly the cap is stored, one byte more stores nothing`() async throws {
        let cap = Limits.tokenBytes
        _ = try await world.put(Fixtures.put(refreshToken: String(repeating: "r", count: cap)))
        let tooLong = String(repeating: "r", count: cap + 1)
        let other = Fixtures.key("user:default/bob")
        for put in [Fixtures.put(other, refreshToken: tooLong), Fixtures.put(other, accessToken: tooLong)] {
            await #expect(throws: VaultError.self) { try await world.put(put) }
        }
        #expect(try world.store.grant(other) == nil)
        #expect(world.kinds() == [.grantStored])
    }

    @Test(arguments: ["", "line\nbreak", "über", "tab\t"])
    func `a refresh token that no header or form may carry is refused by name`(token: String) async throws {
        let error = await #expect(throws: VaultError.self) {
            try await world.put(Fixtures.put(refreshToken: token))
        }
        guard case .invalidParams(let invalid) = error else {
            Issue.record("not a wrong parameter")
            return
        }
        #expect(invalid.field == "refresh_token")
    }

    @Test func `thirty-two labels are stored, thirty-three or a name twice are refused`() async throws {
        var put = Fixtures.put()
        put.labels = try (0..<32).map { try Label(name: "l\($0)", value: "v") }
        #expect(try await world.put(put).labels.count == 32)
        put.labels.append(try Label(name: "l32", value: "v"))
        await #expect(throws: VaultError.self) { try await world.put(put) }
        put.labels = [try Label(name: "a", value: "1"), try Label(name: "a", value: "2")]
        await #expect(throws: VaultError.self) { try await world.put(put) }
    }

    @Test func `a provider that is not configured is not found`() async throws {
        await #expect(throws: VaultError.notFound(what: "provider")) {
            try await world.put(Fixtures.put(Fixtures.key(at: "elsewhere")))
        }
    }

    @Test func `what could not be written is not answered and not recorded`() async throws {
        world.store.failWrites(with: .closed)
        await #expect(throws: VaultError(.closed)) { try await world.put() }
        #expect(world.audit.events.isEmpty)
    }

    @Test func `a put waits for a running refresh and its lineage is the one that stays`() async throws {
        let grant = try await world.put()
        world.provider.hold()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        async let refreshed = world.get(grant)
        await world.provider.asked(1)
        async let put = world.put(Fixtures.put(refreshToken: "rt-9"))
        await untilTrue { world.order.waiting(of: grant.key) == 1 }
        world.provider.release()
        #expect(try await refreshed.generation == Generation(number: 2))
        #expect(try await put.generation == Generation(number: 3))
        #expect(try world.storedRefreshToken(grant) == "rt-9")
        #expect(world.cachedHead(grant) == nil)
    }
}
