import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// What the port `DelegationStore` promises.
@Suite struct DelegationStoreContract {
    private let end = Sample.start.adding(seconds: 600)

    private func sample(
        _ store: StoreUnderTest, of grant: GrantID, _ key: GrantKey, client: String = "plugin", uses: Int64? = 3,
        expiresAt: Timestamp? = nil, masterKey: Int64 = 1
    ) throws -> StoredDelegation {
        let id = try #require(DelegationID(rawValue: store.grants.reserveID()))
        let delegation = Delegation(
            id: id, grant: grant, key: key, creator: try ClientName("backend"), client: try ClientName(client),
            scopes: try ScopeSet(["read:user", "repo"]), givesFullToken: true, createdAt: Sample.start,
            expiresAt: expiresAt ?? end, maximumUses: uses, purpose: try Purpose("nightly import"))
        return StoredDelegation(
            delegation: delegation, tag: [UInt8](repeating: UInt8(truncatingIfNeeded: id.rawValue), count: 32),
            recordKey: Sample.recordKey("delegation \(id.rawValue)", masterKey: masterKey))
    }

    /// - Returns: a stored one, with the grant that it is of.
    private func stored(
        in store: StoreUnderTest, client: String = "plugin", uses: Int64? = 3, expiresAt: Timestamp? = nil,
        subject: String = "user:default/alice"
    ) async throws -> StoredDelegation {
        let key = try Sample.key(subject)
        let grant: GrantID
        if let found = try store.grants.grant(key)?.id {
            grant = found
        } else {
            grant = try await store.grants.putNew(key)
        }
        let stored = try sample(store, of: grant, key, client: client, uses: uses, expiresAt: expiresAt)
        try await store.delegations.add(stored)
        return stored
    }

    @Test(arguments: StoreKind.allCases) func `what was added reads back whole`(kind: StoreKind) async throws {
        let store = try kind.make()
        let added = try await stored(in: store)
        let read = try #require(try store.delegations.delegation(added.delegation.id))
        #expect(read.delegation == added.delegation)
        #expect(read.tag == added.tag)
        #expect(read.recordKey == added.recordKey)
        let unlimited = try await stored(in: store, uses: nil)
        #expect(try store.delegations.delegation(unlimited.delegation.id)?.delegation == unlimited.delegation)
        #expect(try store.delegations.delegations(DelegationFilter()) == [added.delegation, unlimited.delegation])
    }

    @Test(arguments: StoreKind.allCases) func `nothing is added without its grant, or twice, or to another's key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let added = try await stored(in: store)
        await #expect(throws: StoreFailure.conflict) { try await store.delegations.add(added) }
        let nobody = try sample(store, of: try Sample.id(store.grants), try Sample.key())
        await #expect(throws: StoreFailure.conflict) { try await store.delegations.add(nobody) }
        let foreign = try sample(store, of: added.delegation.grant, try Sample.key("user:default/bob"))
        await #expect(throws: StoreFailure.conflict) { try await store.delegations.add(foreign) }
        #expect(try store.delegations.delegations(DelegationFilter()) == [added.delegation])
    }

    @Test(arguments: StoreKind.allCases) func `a use is counted as long as there is one, and not after its end`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let id = try await stored(in: store, uses: 2).delegation.id
        let last = end.adding(seconds: -1)
        #expect(try await !store.delegations.spend(id, at: end))
        #expect(try await store.delegations.spend(id, at: Sample.start))
        #expect(try await store.delegations.spend(id, at: last))
        #expect(try await !store.delegations.spend(id, at: last))
        let read = try #require(try store.delegations.delegation(id)?.delegation)
        #expect(read.uses == 2)
        #expect(read.lastUsedAt == last)
        let unknown = try #require(DelegationID(rawValue: 9_999))
        #expect(try await !store.delegations.spend(unknown, at: Sample.start))
    }

    @Test(arguments: StoreKind.allCases) func `of a hundred uses at once exactly those that are left are counted`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let id = try await stored(in: store, uses: 10).delegation.id
        let counted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask { try await store.delegations.spend(id, at: Sample.start) }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(counted == 10)
        #expect(try store.delegations.delegation(id)?.delegation.uses == 10)
    }

    @Test(arguments: StoreKind.allCases) func `a delegation and its record key are gone with its grant`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let gone = try await stored(in: store)
        let other = try await stored(in: store, subject: "user:default/bob")
        #expect(try await store.grants.revoke(gone.delegation.grant, queueing: nil))
        #expect(try store.delegations.delegation(gone.delegation.id) == nil)
        #expect(try await !store.delegations.spend(gone.delegation.id, at: Sample.start))
        #expect(try store.grants.recordKey(of: gone.delegation.id.rawValue) == nil)
        #expect(try store.delegations.delegations(DelegationFilter()) == [other.delegation])
        #expect(try store.keys.recordKeyCounts() == [MasterKeyVersion(number: 1): 2])
    }

    @Test(arguments: StoreKind.allCases)
    func `a delegation stays while its grant is put again, and goes with one put over it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let delegation = try await stored(in: store).delegation
        let (grant, key) = (delegation.grant, delegation.key)
        try await store.grants.put(try Sample.lineage(grant, key, generation: 2), token: nil, expecting: .first)
        #expect(try store.delegations.delegation(delegation.id)?.delegation == delegation)
        try await store.grants.putOver(try Sample.lineage(grant, key, generation: 1), token: nil)
        #expect(try store.delegations.delegation(delegation.id) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a removed delegation is gone with its record key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let id = try await stored(in: store).delegation.id
        #expect(try await store.delegations.remove(id))
        #expect(try await !store.delegations.remove(id))
        #expect(try store.delegations.delegation(id) == nil)
        #expect(try store.grants.recordKey(of: id.rawValue) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `expired ones are removed in bounded steps, the others stay`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        for second in 1...5 {
            _ = try await stored(in: store, expiresAt: Sample.start.adding(seconds: Int64(second)))
        }
        func left() throws -> Int { try store.delegations.delegations(DelegationFilter()).count }
        let now = Sample.start.adding(seconds: 3)
        #expect(try await store.delegations.removeExpired(at: now, limit: 2))
        #expect(try left() == 3)
        #expect(try await store.delegations.removeExpired(at: now, limit: 2))
        #expect(try left() == 2)
        #expect(try await !store.delegations.removeExpired(at: now, limit: 2))
        #expect(try left() == 2)
    }

    @Test(arguments: StoreKind.allCases) func `a page is filtered by grant, subject, client and provider`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let first = try await stored(in: store).delegation
        let second = try await stored(in: store, client: "other").delegation
        let third = try await stored(in: store, subject: "user:default/bob").delegation
        func list(_ filter: DelegationFilter) throws -> [DelegationID] {
            try store.delegations.delegations(filter).map(\.id)
        }
        #expect(try list(DelegationFilter(grant: first.grant)) == [first.id, second.id])
        #expect(try list(DelegationFilter(subject: third.key.subject)) == [third.id])
        #expect(try list(DelegationFilter(client: try ClientName("other"))) == [second.id])
        #expect(try list(DelegationFilter(providers: [try ProviderName("gitlab")])).isEmpty)
        #expect(try list(DelegationFilter(providers: [])).isEmpty)
        #expect(try list(DelegationFilter(limit: 2)) == [first.id, second.id])
        #expect(try list(DelegationFilter(after: first.id, limit: 9)) == [second.id, third.id])
    }

    @Test(arguments: StoreKind.allCases)
    func `its record key moves with a rotation, and none is added under a destroyed key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let added = try await stored(in: store)
        let id = added.delegation.id
        let new = Sample.recordKey("moved", masterKey: 2)
        try await store.keys.rewrap([RewrappedKey(record: id.rawValue, old: added.recordKey, new: new)])
        #expect(try store.delegations.delegation(id)?.recordKey == new)
    }
}
