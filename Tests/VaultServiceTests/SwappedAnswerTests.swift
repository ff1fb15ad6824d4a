import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Two answers for one grant that arrive in the other order than the provider gave them. The order of each vault rules that out, so
/// the second is asked for past it, by another vault on the same store.
@Suite(.timeLimit(.minutes(5))) struct SwappedAnswerTests {
    @Test(arguments: [RotationRule.rotates, .oldStaysValid, .rotatesWithGrace(seconds: 30), .revokesFamilyOnReuse])
    func `of two answers that arrive swapped the stale one is dropped`(rotation: RotationRule) async throws {
        let world = World(rotation: rotation)
        let other = world.restarted(rotation: rotation)
        let grant = try await world.put()
        let asked = Atomic(0)
        world.provider.answer { _ in
            guard asked.add(1, ordering: .relaxed).oldValue == 0 else {
                return .refreshed(Fixtures.tokens("at-3", refreshToken: "rt-3"))
            }
            // The later request is answered, and its answer stored, while the earlier answer is on its way.
            _ = try? await other.get(grant)
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        #expect(try await world.get(grant).accessToken.exposed == "at-3")
        #expect(world.provider.sent.map(\.refreshToken) == ["rt-1", "rt-1"])
        #expect(try world.storedRefreshToken(grant) == "rt-3")
        #expect(try world.grants.find(.id(grant.id)).generation == grant.generation.next)
        // The store tells the vault that was started last.
        #expect(world.kinds() == [])
        #expect(other.kinds() == [.grantStored, .tokenMinted])
        #expect(world.provider.revoked.isEmpty)
    }
}
