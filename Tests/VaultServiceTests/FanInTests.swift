import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct FanInTests {
    private static let answers: ScriptedProvider.RefreshScript = { request in
        .refreshed(
            Fixtures.tokens("at-of-\(request.refreshToken.exposed)", refreshToken: request.refreshToken.exposed + "+"))
    }

    @Test func `ten thousand gets of one expired grant at the same time are one call of the provider`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer(Self.answers)
        world.provider.hold()
        let callers = (0..<10_000).map { _ in Task { try await world.get(grant).accessToken.exposed } }
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 10_000 }
        world.provider.release()
        for caller in callers { #expect(try await caller.value == "at-of-rt-1") }
        #expect(world.provider.sent.count == 1)
        #expect(world.order.busyGrants == 0)
    }

    @Test func `ten thousand gets that come and go as they like are one call of the provider`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { request in
            await Task.yield()
            return await Self.answers(request)
        }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10_000 { group.addTask { try await world.get(grant).accessToken.exposed } }
            for try await token in group where token != "at-of-rt-1" { Issue.record("another token: \(token)") }
        }
        #expect(world.provider.sent.count == 1)
    }

    @Test func `ten callers each of a thousand grants are a thousand calls of the provider`() async throws {
        let world = World()
        var grants: [Grant] = []
        for number in 0..<1_000 {
            let put = Fixtures.put(Fixtures.key("user:default/u\(number)"), refreshToken: "rt-\(number)")
            grants.append(try await world.put(put))
        }
        world.provider.answer(Self.answers)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for (number, grant) in grants.enumerated() {
                for _ in 0..<10 {
                    group.addTask { try await world.get(grant).accessToken.exposed == "at-of-rt-\(number)" }
                }
            }
            for try await isRight in group where !isRight { Issue.record("the token of another grant") }
        }
        #expect(world.provider.sent.count == 1_000)
        #expect(Set(world.provider.sent.map(\.refreshToken)).count == 1_000)
        // A token whose lane changed while it was read stays out of memory, rarely.
        #expect(world.context.cache.count > 950)
    }

    @Test func `nine thousand who leave disturb none of the thousand who stay`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer(Self.answers)
        world.provider.hold()
        let leavers = (0..<9_000).map { _ in Task { try await world.get(grant) } }
        let stayers = (0..<1_000).map { _ in Task { try await world.get(grant).accessToken.exposed } }
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 10_000 }
        for leaver in leavers { leaver.cancel() }
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 1_000 }
        world.provider.release()
        for stayer in stayers { #expect(try await stayer.value == "at-of-rt-1") }
        for leaver in leavers { await #expect(throws: VaultError.self) { try await leaver.value } }
        #expect(world.provider.sent.count == 1)
    }

    @Test func `other grants are served while one waits for its provider`() async throws {
        let world = World()
        let waiting = try await world.put()
        let soon = world.clock.now().adding(seconds: 1_000)
        let other = try await world.put(
            Fixtures.put(Fixtures.key("user:default/bob"), accessToken: "at-bob", expiresAt: soon))
        world.provider.answer(Self.answers)
        world.provider.hold()
        async let slow = world.get(waiting)
        await world.provider.asked(1)
        for _ in 0..<100 { #expect(try await world.get(other).accessToken.exposed == "at-bob") }
        world.provider.release()
        _ = try await slow
    }
}
