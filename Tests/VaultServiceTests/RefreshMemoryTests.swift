import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// How a token comes into memory by a refresh, which looks at the store before it asks the provider and not after.
@Suite(.timeLimit(.minutes(5))) struct RefreshMemoryTests {
    private func foundWithoutAccount(_ world: World) -> GrantID? {
        var found: GrantID?
        _ = Array("user:default/alice".utf8).withUnsafeBytes { subject in
            Array("acme".utf8).withUnsafeBytes { provider in
                world.context.cache.withToken(
                    subject: subject, provider: provider, account: UnsafeRawBufferPointer(start: nil, count: 0),
                    minimumLifeSeconds: 0, now: world.clock.now()
                ) {
                    found = $0.grant
                    return true
                }
            }
        }
        return found
    }

    @Test func `the new token of an only account is found without it at once`() async throws {
        let world = World()
        let grant = try await world.put(Fixtures.put(Fixtures.key(account: "work")))
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        _ = try await world.get(grant)
        #expect(world.cachedHead(grant)?.contains("at-2") == true)
        #expect(foundWithoutAccount(world) == grant.id)
    }

    @Test func `an account that was added while the provider was asked ends that`() async throws {
        let world = World()
        let grant = try await world.put(Fixtures.put(Fixtures.key(account: "work")))
        world.provider.answer { _ in
            _ = try? await world.put(Fixtures.put(Fixtures.key(account: "home")))
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        #expect(world.cachedHead(grant)?.contains("at-2") == true)
        #expect(foundWithoutAccount(world) == nil)
    }

    @Test func `an account that was removed while the provider was asked makes the other the only one`() async throws {
        let world = World()
        let grant = try await world.put(Fixtures.put(Fixtures.key(account: "work")))
        let other = try await world.put(Fixtures.put(Fixtures.key(account: "home")))
        world.provider.answer { _ in
            _ = try? await world.revoke(other)
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        _ = try await world.get(grant)
        #expect(foundWithoutAccount(world) == grant.id)
    }

    @Test func `the audit log has the mark of the very token that left, minted or read from the store`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        let first = try await world.get(grant)
        let mark = world.audit.mark(of: first.accessToken)
        world.context.cache.removeAll()
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        let served = world.audit.events.filter { $0.kind == .tokenServed }
        #expect(served.map(\.token) == [mark, mark])
        #expect(mark != world.audit.mark(of: Secret(copyingTextOf: "at-3")))
    }

    @Test func `an answer for a grant that was replaced past its turn is not stored, and the newer token is served`()
        async throws
    {
        let world = World()
        let grant = try await world.put()
        let soon = world.clock.now().adding(seconds: 1_000)
        world.provider.answer { _ in
            // Straight into the store's port: no put of the service gets there while the refresh has its turn.
            let other = GrantOrder()
            let service = GrantService(world.context, order: other, revocations: world.revocations)
            let put = Fixtures.put(refreshToken: "rt-9", accessToken: "at-9", expiresAt: soon)
            _ = try? await service.put(put, Fixtures.permit(.grantPut, for: put.key), caller: Fixtures.caller)
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        #expect(try await world.get(grant).accessToken.exposed == "at-9")
        #expect(try world.storedRefreshToken(grant) == "rt-9")
        #expect(world.provider.revoked.isEmpty)
    }
}
