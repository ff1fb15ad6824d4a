import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What becomes of the grants of a restored store, by the provider's rotation rule.
@Suite struct RestoreQuarantineTests {
    @Test(
        arguments: [
            (.none, false), (.oldStaysValid, false), (.rotates, true), (.revokesFamilyOnReuse, true),
            // Not a second after the copy: it may have been replaced twice.
            (.rotatesWithGrace(seconds: 86_400), true), (.rotatesWithGrace(seconds: 1), true),
        ] as [(RotationRule, Bool)])
    func `a token that may be spent is not tried`(rotation: RotationRule, isSpent: Bool) async throws {
        let world = World(rotation: rotation)
        let grant = try await world.put()
        #expect(try await world.quarantine() == .init(marked: isSpent ? 1 : 0))
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
        #expect(try await world.quarantine() == .init(marked: Limits.pageSize + 3))
        #expect(try await world.quarantine() == .init())
    }

    @Test func `a grant that was revoked since is revoked again, here and at the provider`() async throws {
        let world = World(rotation: .none)
        let revoked = try await world.put(Fixtures.put(Fixtures.key("user:default/bob")))
        let kept = try await world.put()
        // One of them never was in the copy.
        let unknown = Fixtures.grantID(world.store.reserveID())
        let report = try await world.quarantine(revoked: [revoked.id, unknown])
        #expect(report == .init(marked: 0, revoked: 1))
        #expect(try world.store.grant(revoked.id) == nil)
        #expect(try world.store.grant(kept.id)?.status == .active)
        #expect(try world.store.pendingRevocations() == 1)
        let event = world.audit.events.first { $0.kind == .grantRevoked }
        #expect(event?.grant == revoked.id)
        #expect(event?.reason == "restored")
    }

    @Test func `revocations that may be unknown are told in the audit log`() async throws {
        for isWhole in [true, false] {
            let world = World()
            _ = try await world.quarantine(isWhole: isWhole)
            let event = world.audit.events.last
            #expect(event?.kind == .storeRestored)
            #expect(event?.reason == (isWhole ? nil : "revocations_unknown"))
        }
    }
}

extension World {
    fileprivate func quarantine(
        revoked: [GrantID] = [], isWhole: Bool = true
    ) async throws(VaultError) -> RestoreQuarantine.Report {
        try await RestoreQuarantine(context, revocations: revocations).run(
            revoked: revoked, isWhole: isWhole)
    }
}
