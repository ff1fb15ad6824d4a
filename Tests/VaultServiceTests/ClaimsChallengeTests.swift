import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct `A claims challenge` {
    private static let claims = #"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#
    private static let wanted = VaultError.stepUpRequired(claims: claims, providerError: nil)

    private func cached(_ world: World) async throws -> Grant {
        try await world.put(Fixtures.put(accessToken: "at-1", expiresAt: world.clock.now().adding(seconds: 3_600)))
    }

    @Test func `stops all tokens of the grant until it is put again, also after a restart`() async throws {
        let world = World()
        let grant = try await cached(world)
        await #expect(throws: Self.wanted) { try await world.reject("at-1", of: grant, claims: Self.claims) }
        #expect(world.cachedHead(grant) == nil)
        #expect(try world.store.cachedToken(grant.id, scopes: nil) == nil)
        let later = world.restarted()
        for force in [false, true] {
            await #expect(throws: Self.wanted) { try await later.get(grant, force: force) }
        }
        await #expect(throws: Self.wanted) { try await later.reject("at-1", of: grant) }
        #expect(world.provider.sent.isEmpty)
        _ = try await later.put(
            Fixtures.put(accessToken: "at-2", expiresAt: world.clock.now().adding(seconds: 3_600)))
        #expect(try await later.get(grant).accessToken.exposed == "at-2")
        #expect(world.kinds() == [.grantStored, .stepUpRequired])
    }

    @Test func `counts only from who holds the current token`() async throws {
        let world = World()
        let grant = try await cached(world)
        #expect(try await world.reject("at-0", of: grant, claims: Self.claims).accessToken.exposed == "at-1")
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
        #expect(world.kinds() == [.grantStored])
    }

    @Test func `that quotes the token is refused, and nothing is stored or said of it`() async throws {
        let world = World()
        let grant = try await cached(world)
        let error = await #expect(throws: VaultError.self) {
            try await world.reject("at-1", of: grant, claims: #"{"access_token":"at-1"}"#)
        }
        guard case .invalidParams(let problem) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(problem.field == "claims" && !problem.problem.contains("at-1"))
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
    }
}
