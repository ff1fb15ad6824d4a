import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What becomes of the grants of a restored store, by the provider's rotation rule.
@Suite struct RestoreQuarantineTests {
    private static let hour: Int64 = 3_600

    @Test(
        arguments: [
            (.none, false), (.oldStaysValid, false), (.rotates, true), (.revokesFamilyOnReuse, true),
            (.rotatesWithGrace(seconds: 2 * hour), false), (.rotatesWithGrace(seconds: hour), true),
        ] as [(RotationRule, Bool)])
    func `a token that may be spent is not tried`(rotation: RotationRule, isSpent: Bool) async throws {
        let world = World(rotation: rotation)
        let grant = try await world.put()
        let copied = world.clock.now()
        world.clock.advance(seconds: Self.hour)
        #expect(try await RestoreQuarantine(world.context).run(copied: copied) == (isSpent ? 1 : 0))
        let status = try world.grants.find(.id(grant.id)).status
        #expect(status == (isSpent ? .reauthRequired(.restored) : .active))
        #expect(world.kinds().contains(.reauthRequired) == isSpent)
        #expect(world.kinds().last == .storeRestored)
    }

    @Test func `all pages are gone through, those of a provider that left too, and twice is as good as once`()
        async throws
    {
        let world = World(rotation: .none, providers: [Fixtures.provider("left", rotation: .none)])
        for number in 0..<(Limits.pageSize + 3) {
            try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)", at: "left")))
        }
        world.context.reload(providers: [], tokens: TokenSettings())
        let quarantine = RestoreQuarantine(world.context)
        #expect(try await quarantine.run(copied: world.clock.now()) == Limits.pageSize + 3)
        #expect(try await quarantine.run(copied: world.clock.now()) == 0)
    }
}
