import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct GrantRevokeTests {
    private let world = World()

    private func cached() async throws -> Grant {
        try await world.put(Fixtures.put(accessToken: "at-1", expiresAt: world.clock.now().adding(seconds: 1_000)))
    }

    @Test func `all of the grant is gone before the provider is asked, and the answer tells both`() async throws {
        let grant = try await cached()
        world.provider.answerRevocations { _ in
            #expect((try? world.store.grant(grant.id)) == .some(nil))
            #expect(world.cachedHead(grant) == nil)
            #expect((try? world.store.pendingRevocations()) == 1)
            return .revoked
        }
        #expect(try await world.revoke(grant) == RevocationReceipt(revokedLocally: true, upstream: .revoked))
        #expect(world.provider.revoked == ["rt-1"])
        #expect(try world.store.pendingRevocations() == 0)
        #expect(world.kinds() == [.grantStored, .grantRevoked, .upstreamRevoked])
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(grant) }
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.revoke(grant) }
    }

    @Test(arguments: [
        (RevocationOutcome.notSupported, RevocationReceipt.Upstream.notSupported, 0),
        (.refused(ProviderErrorCode("unsupported_token_type")), .refused, 0),
        (.retry(.unreachable, afterSeconds: nil), .queued, 1),
    ])
    func `what the provider said is told`(
        outcome: RevocationOutcome, upstream: RevocationReceipt.Upstream, pending: Int
    ) async throws {
        let grant = try await cached()
        world.provider.answerRevocations { _ in outcome }
        #expect(try await world.revoke(grant).upstream == upstream)
        #expect(try world.store.pendingRevocations() == pending)
        #expect(world.kinds().contains(.upstreamRevokeFailed) == (pending == 0))
    }

    @Test func `a provider that does not answer in time does not hold up the caller, and its answer still counts`()
        async throws
    {
        let gate = Gate()
        let queue = RevocationQueue(world.context, pause: { _ in })
        let grants = GrantService(world.context, order: world.order, revocations: queue)
        let grant = try await cached()
        world.provider.answerRevocations { _ in
            await gate.pass()
            return .revoked
        }
        let receipt = try await grants.revoke(
            grant, Fixtures.permit(.grantRevoke, for: grant.key), caller: Fixtures.caller)
        #expect(receipt.upstream == .queued)
        #expect(try world.store.pendingRevocations() == 1)
        gate.open()
        await untilTrue { world.kinds().contains(.upstreamRevoked) }
        await untilTrue { (try? world.store.pendingRevocations()) == 0 }
    }

    @Test func `a damaged refresh token is no reason to keep the grant`() async throws {
        let grant = try await cached()
        var lineage = try #require(try world.store.lineage(grant.id))
        lineage.grant.generation = grant.generation.next
        try await world.store.put(lineage, token: nil, expecting: grant.generation)
        #expect(try await world.revoke(grant).upstream == .refused)
        #expect(try world.store.grant(grant.id) == nil)
        #expect(world.provider.revoked.isEmpty)
        #expect(world.kinds() == [.grantStored, .grantRevoked, .upstreamRevokeFailed])
    }

    @Test func `a revoke that comes during a refresh waits and revokes the newest refresh token`() async throws {
        let grant = try await world.put()
        world.provider.hold()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        async let refreshed = world.get(grant)
        await world.provider.asked(1)
        async let receipt = world.revoke(grant)
        await untilTrue { world.order.waiting(of: grant.key) == 1 }
        world.provider.release()
        #expect(try await refreshed.accessToken.exposed == "at-2")
        #expect(try await receipt.upstream == .revoked)
        #expect(world.provider.revoked == ["rt-2"])
        #expect(world.cachedHead(grant) == nil)
    }

    @Test func `a revoke that was not written is an error and nothing is gone`() async throws {
        let grant = try await cached()
        world.store.failWrites(with: .failed(reason: "sync"))
        await #expect(throws: VaultError.self) { try await world.revoke(grant) }
        world.store.failWrites(with: nil)
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
        #expect(world.provider.revoked.isEmpty)
    }

    @Test func `at a provider that nothing can be sent to, many are revoked with one write each and wait for nobody`()
        async throws
    {
        let pauses = Log<Int64>()
        var settings = Fixtures.provider()
        settings.limits = ProviderLimits(requestsPerSecond: 1, burst: 1, inFlight: 1)
        settings.revocation = .none
        let world = World(providers: [settings], pause: { pauses.add($0) })
        let grants = try await world.putMany(20)
        let writes = world.store.writeCount
        for grant in grants { #expect(try await world.revoke(grant).upstream == .notSupported) }
        #expect(world.store.writeCount == writes + 20)
        #expect(pauses.all.isEmpty)
        #expect(world.provider.revoked.isEmpty)
        let last = world.events().suffix(2)
        #expect(last.map(\.kind) == [.grantRevoked, .upstreamRevokeFailed] && last.last?.reason == "not_supported")
        #expect(last.last?.grant == grants[19].id)
    }

    @Test func `callers who revoke many are not answered at the provider's rate, which is kept all the same`()
        async throws
    {
        let pauses = Log<Int64>()
        var settings = Fixtures.provider()
        settings.limits = ProviderLimits(requestsPerSecond: 1, burst: 2)
        let world = World(providers: [settings], pause: { pauses.add($0) })
        var receipts: [RevocationReceipt.Upstream] = []
        for grant in try await world.putMany(5) { receipts.append(try await world.revoke(grant).upstream) }
        #expect(receipts == [.revoked, .revoked, .queued, .queued, .queued])
        #expect(pauses.all.isEmpty)
        #expect(try world.store.pendingRevocations() == 3)
        // Each was told a moment of its own.
        for (seconds, left) in [(2, 2), (1, 1), (1, 0)] as [(Int64, Int)] {
            world.clock.advance(seconds: seconds)
            await world.revocations.workOff()
            #expect(try world.store.pendingRevocations() == left)
        }
        #expect(world.provider.revoked == ["rt-0", "rt-1", "rt-2", "rt-3", "rt-4"])
    }

    @Test func `a put after the revoke is a new grant with a new id`() async throws {
        let old = try await cached()
        _ = try await world.revoke(old)
        let new = try await cached()
        #expect(new.id != old.id && new.generation == .first)
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(old) }
    }

    private func revokeAndWait(_ queue: RevocationQueue) async throws -> Task<RevocationReceipt, any Error> {
        let grant = try await cached()
        let grants = GrantService(world.context, order: world.order, revocations: queue)
        return Task {
            try await grants.revoke(
                grant, Fixtures.permit(.grantRevoke, for: grant.key), waitMilliseconds: 60_000, caller: Fixtures.caller)
        }
    }

    @Test func `who waits is told the provider's last word, however many tries it takes`() async throws {
        let queue = world.revocations
        world.provider.answerRevocations { _ in .retry(.unreachable, afterSeconds: nil) }
        let receipt = try await revokeAndWait(queue)
        await untilTrue { world.provider.revoked.count == 1 }
        world.clock.advance(seconds: 60)
        await untilTrue { (try? world.store.dueRevocations(at: world.clock.now(), limit: 1).count) == 1 }
        await queue.workOff()
        #expect(world.provider.revoked.count == 2)
        world.provider.answerRevocations { _ in .refused(nil) }
        world.clock.advance(seconds: 60)
        await queue.workOff()
        #expect(try await receipt.value.upstream == .refused)
    }

    @Test func `who has waited long enough is told that it is queued, and so is everyone when the vault stops`()
        async throws
    {
        world.provider.answerRevocations { _ in .retry(.unreachable, afterSeconds: nil) }
        let impatient = RevocationQueue(world.context, pause: { _ in })
        #expect(try await revokeAndWait(impatient).value.upstream == .queued)
        let receipt = try await revokeAndWait(world.revocations)
        await untilTrue { world.provider.revoked.count == 2 }
        world.revocations.stop()
        #expect(try await receipt.value.upstream == .queued)
        #expect(try world.store.pendingRevocations() == 2)
    }
}
