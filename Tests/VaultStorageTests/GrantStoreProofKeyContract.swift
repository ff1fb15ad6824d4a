import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// What the port `GrantStore` promises of the key that a lineage's tokens are bound to.
@Suite struct GrantStoreProofKeyContract {
    private func intent(_ id: GrantID, _ generation: Int64 = 1) -> RefreshIntent {
        RefreshIntent(grant: id, generation: Generation(number: generation), startedAt: Sample.start)
    }

    @Test(arguments: StoreKind.allCases) func `a key is kept with the intent, or neither is`(kind: StoreKind)
        async throws
    {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        await #expect(throws: StoreFailure.conflict) {
            try await store.begin(intent(id, 2), keeping: Sample.secret("of another generation"))
        }
        #expect(try store.lineage(id)?.proofKey == nil)
        #expect(try store.openIntents().isEmpty)
        try await store.begin(intent(id), keeping: Sample.secret("first"))
        #expect(try store.lineage(id)?.proofKey == Sample.secret("first"))
        #expect(try store.openIntents() == [intent(id)])
    }

    @Test(arguments: StoreKind.allCases) func `the first key stays, through intents and commits`(kind: StoreKind)
        async throws
    {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        try await store.begin(intent(id), keeping: Sample.secret("first"))
        await #expect(throws: StoreFailure.conflict) {
            try await store.begin(intent(id), keeping: Sample.secret("second"))
        }
        try await store.begin(intent(id))
        try await store.commit(try Sample.refresh(of: id, to: 2), expecting: .first)
        #expect(try store.lineage(id)?.proofKey == Sample.secret("first"))
    }

    @Test(arguments: StoreKind.allCases) func `a put brings its own key or none`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try Sample.id(store)
        var lineage = try Sample.lineage(id, key)
        lineage.proofKey = Sample.secret("with the first")
        try await store.put(lineage, token: nil, expecting: nil)
        #expect(try store.lineage(id)?.proofKey == Sample.secret("with the first"))
        var second = try Sample.lineage(id, key, generation: 2)
        second.proofKey = Sample.secret("with the second")
        try await store.put(second, token: nil, expecting: .first)
        #expect(try store.lineage(id)?.proofKey == Sample.secret("with the second"))
        try await store.put(
            try Sample.lineage(id, key, generation: 3), token: nil, expecting: Generation(number: 2))
        #expect(try store.lineage(id)?.proofKey == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a token has the type that it was kept with`(kind: StoreKind) async throws
    {
        let store = try kind.make().grants
        var token = try Sample.token("bound")
        token.type = .dpop
        let id = try await store.putNew(try Sample.key(), token: token)
        #expect(try store.cachedToken(id, scopes: nil)?.type == .dpop)
        try await store.commit(try Sample.refresh(of: id, to: 2), expecting: .first)
        #expect(try store.cachedToken(id, scopes: nil)?.type == .bearer)
    }

    @Test func `a key goes with its grant`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        defer { store.close() }
        let id = try await store.putNew(try Sample.key())
        try await store.begin(intent(id), keeping: Sample.secret("first"))
        var places: [String] = []
        try store.forEachSealedRecord { places.append($0.table) }
        #expect(places == ["grants", "proof_keys"])
        #expect(try await store.revoke(id, queueing: nil))
        places = []
        try store.forEachSealedRecord { places.append($0.table) }
        #expect(places.isEmpty)
    }
}
