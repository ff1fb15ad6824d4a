import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What a refresh needs before its token may be sent.
@Suite struct RefreshObstacleTests {
    private final class Steps: Sendable {
        let seen = Mutex<[RefreshStep]>([])
    }

    /// Else a crash meanwhile would look like a lost answer, and cost a strict provider's grant.
    @Test func `what stands in the way of a refresh is met before anything is written or sent`() async throws {
        let steps = Steps()
        let world = World(checkpoint: { step in steps.seen.withLock { $0.append(step) } })
        let grant = try await world.put()
        world.provider.block(by: .clientFault(nil))
        await #expect(throws: VaultError.clientMisconfigured(provider: grant.provider, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(steps.seen.withLock { $0.isEmpty } && world.provider.sent.isEmpty)
        #expect(try world.grants.find(.id(grant.id)).status == .active)
        guard case .open(.clientFault, let wait) = world.context.breakers.state(of: grant.provider) else {
            Issue.record("the breaker is not open")
            return
        }
        world.clock.advance(milliseconds: wait)
        world.provider.block(by: nil)
        world.provider.answerOnce(
            .refreshed(RefreshedTokens(accessToken: Secret(copyingTextOf: "at"), expiresInSeconds: 600)))
        #expect(try await world.get(grant).accessToken.exposed == "at")
        #expect(steps.seen.withLock { $0.first } == .intentCommitted)
    }
}
