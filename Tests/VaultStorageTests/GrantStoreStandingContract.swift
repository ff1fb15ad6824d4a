import Testing
import VaultCore
import VaultTestSupport

/// What the port `GrantStore` promises of the look that a put takes at the grant in whose place it comes.
@Suite struct GrantStoreStandingContract {
    @Test(arguments: StoreKind.allCases) func `a look tells what reading the grant tells, whatever it has`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key(account: "12345")
        #expect(try store.standing(key, scopes: .empty) == nil)
        let id = try await store.putNew(key)
        try await store.touch([id: Sample.start.adding(seconds: 7)])
        var generation = Generation.first
        for change in Self.changes {
            var next = try Sample.lineage(id, key, generation: generation.next.number)
            try change(&next.grant)
            try await store.put(next, token: nil, expecting: generation)
            generation = generation.next
            let whole = try #require(try store.grant(key))
            for scopes in [whole.scopes, .empty, try ScopeSet(["another"])] {
                #expect(try store.standing(key, scopes: scopes) == StandingGrant(whole))
            }
            #expect(whole.generation == generation)
        }
        #expect(try store.standing(try Sample.key(account: "54321"), scopes: .empty) == nil)
    }

    private static let changes: [@Sendable (inout Grant) throws -> Void] = [
        { grant in
            grant.labels = []
            grant.authentication = .unknown
            grant.status = .active
        },
        { $0.labels = [try Label(name: "team", value: "core")] },
        { $0.authentication = try Authentication(acr: "2", amr: ["pwd"], seconds: 5) },
        { $0.status = .reauthRequired(.refreshTokenRefused) },
        { $0.death = GrantDeath(at: Sample.start, reason: .condemned) },
        { $0.scopes = .empty },
        { $0.lastUsedAt = nil },
    ]
}
