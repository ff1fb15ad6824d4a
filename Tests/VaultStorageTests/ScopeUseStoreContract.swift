import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// What the port `ScopeUseStore` promises.
@Suite struct ScopeUseStoreContract {
    private let day = Sample.start.day

    private func key(
        _ kind: ScopeUseKind, _ scope: String = "", client: String = "catalog", provider: String? = "github"
    ) throws -> ScopeUseKey {
        ScopeUseKey(
            client: try ClientName(client), provider: try provider.map { try ProviderName($0) }, kind: kind,
            scope: scope)
    }

    private func add(
        _ counts: ScopeCounts, to store: StoreUnderTest, day: Int64, since: Timestamp = Sample.start, keeping: Int64 = 0
    ) async throws {
        try await store.scopeUses.add(counts, day: day, since: since, keeping: keeping)
    }

    @Test(arguments: StoreKind.allCases) func `counts add up over days and are told from the day that is asked for`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        #expect(try store.scopeUses.scopeUses(from: 0, of: nil) == ScopeUses())
        let (calls, repo) = (try key(.named), try key(.used, "repo"))
        let nobody = try key(.untold, provider: nil)
        try await add([calls: 2, repo: 1], to: store, day: day)
        try await add([calls: 3, nobody: 7], to: store, day: day)
        try await add([calls: 10, repo: 20], to: store, day: day + 1)
        #expect(try store.scopeUses.scopeUses(from: day, of: nil).counts == [calls: 15, repo: 21, nobody: 7])
        #expect(try store.scopeUses.scopeUses(from: day + 1, of: nil).counts == [calls: 10, repo: 20])
        #expect(try store.scopeUses.scopeUses(from: day + 2, of: nil).counts.isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `one client's counts are told without the others'`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let (mine, theirs) = (try key(.used, "repo"), try key(.used, "repo", client: "web"))
        try await add([mine: 1, theirs: 2], to: store, day: day)
        #expect(try store.scopeUses.scopeUses(from: 0, of: mine.client).counts == [mine: 1])
        #expect(try store.scopeUses.scopeUses(from: 0, of: nil).counts == [mine: 1, theirs: 2])
    }

    @Test(arguments: StoreKind.allCases) func `since when there are counts is what the first write said`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        try await add([:], to: store, day: day)
        try await add([:], to: store, day: day, since: Sample.start.adding(seconds: 9))
        #expect(try store.scopeUses.scopeUses(from: 0, of: nil) == ScopeUses(recordedSince: Sample.start))
    }

    @Test(arguments: StoreKind.allCases) func `days that are too old go with the next write`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let calls = try key(.open)
        for offset in 0..<4 { try await add([calls: 1], to: store, day: day + Int64(offset)) }
        try await add([:], to: store, day: day + 4, keeping: day + 2)
        #expect(try store.scopeUses.scopeUses(from: 0, of: nil).counts == [calls: 2])
    }

    @Test(arguments: StoreKind.allCases)
    func `new scopes of a day beyond the room are counted as untold, known ones go on`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        var full = ScopeCounts()
        for number in 0..<ScopeUses.scopesPerDay { full[try key(.used, "s\(number)")] = 1 }
        try await add(full, to: store, day: day)
        let (known, new, calls) = (try key(.used, "s0"), try key(.used, "new"), try key(.named))
        let elsewhere = try key(.used, "new", provider: "gitlab")
        try await add([known: 1, new: 5, calls: 6, elsewhere: 1], to: store, day: day)
        try await add([new: 1], to: store, day: day + 1)
        let counts = try store.scopeUses.scopeUses(from: 0, of: nil).counts
        #expect(counts[known] == 2 && counts[calls] == 6 && counts[elsewhere] == 1)
        #expect(counts[new] == 1 && counts[new.untold] == 5)
    }

    @Test func `counts survive a restart, and a restored copy counts anew`() async throws {
        let directory = TemporaryDirectory()
        let calls = try key(.named)
        let store = try SQLiteStore.open(in: directory)
        try await store.add([calls: 3], day: day, since: Sample.start, keeping: 0)
        store.close()
        let again = try SQLiteStore.open(in: directory)
        #expect(
            try again.scopeUses(from: 0, of: nil) == ScopeUses(recordedSince: Sample.start, counts: [calls: 3]))
        try await again.forgetBackup()
        #expect(try again.scopeUses(from: 0, of: nil) == ScopeUses(counts: [calls: 3]))
        again.close()
    }
}
