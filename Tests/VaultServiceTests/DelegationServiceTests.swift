import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What the service keeps of a delegation, and what it makes of one that was tampered with.
@Suite struct `The service of delegations` {
    private func create(_ world: World, _ grant: Grant, uses: Int64? = nil) async throws -> CreatedDelegation {
        let request = NewDelegation(
            selector: .id(grant.id), client: try ClientName("backend"), expiry: .after(seconds: 600), maximumUses: uses)
        return try await service(world).create(
            request, of: grant, Fixtures.permit(.delegationCreate, for: grant.key),
            from: Fixtures.permit(.tokenGet, for: grant.key), caller: Fixtures.caller)
    }

    /// A grant with a token that is there already.
    private func cached(in world: World) async throws -> Grant {
        let expiry = world.clock.now().adding(seconds: 3600)
        return try await world.put(Fixtures.put(accessToken: "at-1", expiresAt: expiry))
    }

    private func service(_ world: World) -> DelegationService {
        DelegationService(
            world.context, store: world.store, grants: world.grants, tokens: world.tokens,
            sessions: SessionWorld(nil, world).sessions)
    }

    private func policy() throws -> Policy {
        Policy(
            clients: [
                ClientSettings(
                    name: try ClientName("backend"), selectors: [PeerSelector(uid: 1000, gid: nil)],
                    rules: [ClientRule(methods: [.tokenGet], providers: .all)])
            ], providers: ProviderRegistry())
    }

    private func redeem(_ world: World, _ handle: Secret) async throws -> IssuedToken {
        try await service(world).redeem(TokenRedemption(handle: handle), Fixtures.caller, under: try policy())
    }

    @Test func `a delegation whose row was changed is good for nothing`() async throws {
        let changes: [@Sendable (Delegation) throws -> Delegation] = [
            { $0.with(client: $0.client, scopes: try ScopeSet(["admin", "read"])) },
            { $0.with(client: $0.client, scopes: nil) },
            { $0.with(client: $0.client, scopes: $0.scopes, expiresAt: $0.expiresAt.adding(seconds: 1)) },
            { $0.with(client: $0.client, scopes: $0.scopes, maximumUses: 99) },
            { $0.with(client: $0.client, scopes: $0.scopes, givesFullToken: true) },
        ]
        for change in changes {
            let world = World()
            let grant = try await cached(in: world)
            let created = try await create(world, grant, uses: 3)
            let stored = try #require(try world.store.delegation(created.delegation.id))
            _ = try await world.store.remove(created.delegation.id)
            try await world.store.add(
                StoredDelegation(
                    delegation: try change(stored.delegation), tag: stored.tag, recordKey: stored.recordKey))
            await #expect(throws: VaultError.notFound(what: "delegation")) { try await redeem(world, created.handle) }
            #expect(world.audit.events.last?.reason == "delegation_wrong_secret")
        }
    }

    @Test func `a rotation of the master key kills no delegation`() async throws {
        let world = World()
        let grant = try await cached(in: world)
        let created = try await create(world, grant)
        let stored = try #require(try world.store.delegation(created.delegation.id))
        let id = created.delegation.id.rawValue
        let second = StoredMasterKey(
            version: MasterKeyVersion(number: 2), state: .active, wrapped: [], createdAt: world.clock.now())
        let first = StoredMasterKey(
            version: MasterKeyVersion(number: 1), state: .retiring, wrapped: [], createdAt: world.clock.now())
        try world.sealer.follow([first, second])
        let new = try world.sealer.rewrap(stored.recordKey, of: id)
        try await world.store.rewrap([RewrappedKey(record: id, old: stored.recordKey, new: new)])
        #expect(try await redeem(world, created.handle).grant == grant.id)
    }

    @Test func `a sealed vault recognises no delegation and says that it is sealed`() async throws {
        let world = World()
        let grant = try await cached(in: world)
        let created = try await create(world, grant)
        world.sealer.lock()
        await #expect(throws: VaultError.sealed) { try await redeem(world, created.handle) }
    }

    @Test func `a use that cannot be counted gives no token`() async throws {
        let world = World()
        let grant = try await cached(in: world)
        let created = try await create(world, grant)
        world.store.failWrites(with: .failed(reason: "as the test wants it"))
        await #expect(throws: VaultError.self) { try await redeem(world, created.handle) }
        world.store.failWrites(with: nil)
        #expect(try await redeem(world, created.handle).grant == grant.id)
        #expect(try world.store.delegation(created.delegation.id)?.delegation.uses == 1)
    }

    @Test func `expired delegations are cleaned up in batches until none is left`() async throws {
        let world = World()
        let grant = try await world.put()
        for _ in 0..<5 { _ = try await create(world, grant) }
        let cleaning = DelegationCleaning(store: world.store, clock: world.clock, batch: 2)
        await cleaning.clean()
        #expect(try world.store.delegations(DelegationFilter()).count == 5)
        world.clock.advance(seconds: 600)
        await cleaning.clean()
        #expect(try world.store.delegations(DelegationFilter()).isEmpty)
    }
}

extension Delegation {
    fileprivate func with(
        client: ClientName, scopes: ScopeSet?, givesFullToken: Bool = false, expiresAt: Timestamp? = nil,
        maximumUses: Int64? = 3
    ) -> Delegation {
        Delegation(
            id: id, grant: grant, key: key, creator: creator, client: client, scopes: scopes,
            givesFullToken: givesFullToken, createdAt: createdAt, expiresAt: expiresAt ?? self.expiresAt,
            maximumUses: maximumUses)
    }
}
