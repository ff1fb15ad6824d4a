import Testing
import VaultCore
import VaultTestSupport

/// What the port `GrantStore` promises of `list`.
@Suite struct GrantStoreListContract {
    /// alice at github (core), alice at entra, bob at github (core, dead), carol at gitlab.
    private func populated(_ kind: StoreKind) async throws -> (store: StoreUnderTest, ids: [GrantID]) {
        let made = try kind.make()
        let store = made.grants
        var ids: [GrantID] = []
        for (subject, provider, labelled) in [
            ("alice", "github", true), ("alice", "entra", false), ("bob", "github", true), ("carol", "gitlab", false),
        ] {
            var lineage = try Sample.lineage(
                try Sample.id(store), try Sample.key("user:default/\(subject)", at: provider))
            if !labelled { lineage.grant.labels = [] }
            try await store.put(lineage, token: nil, expecting: nil)
            ids.append(lineage.grant.id)
        }
        _ = try await store.requireReauth(
            ids[2], condemned: .first, reason: .lostRotation, at: Sample.start)
        return (made, ids)
    }

    @Test(arguments: StoreKind.allCases) func `without a filter all grants come in order of ids, whole`(
        kind: StoreKind
    ) async throws {
        let (made, ids) = try await populated(kind)
        let listed = try made.grants.list(GrantFilter())
        #expect(listed.map(\.id) == ids)
        #expect(try listed == ids.map { try made.grants.grant($0) })
        #expect(listed[0].labels.count == 2)
    }

    @Test(arguments: StoreKind.allCases) func `pages follow each other without gap or repetition`(
        kind: StoreKind
    ) async throws {
        let (made, ids) = try await populated(kind)
        let first = try made.grants.list(GrantFilter(limit: 3)).map(\.id)
        let second = try made.grants.list(GrantFilter(after: first.last.map { GrantPlace(id: $0) }, limit: 3)).map(\.id)
        #expect(first == Array(ids[..<3]))
        #expect(second == Array(ids[3...]))
    }

    @Test(arguments: StoreKind.allCases) func `every filter chooses what it says`(kind: StoreKind) async throws {
        let (made, ids) = try await populated(kind)
        func chosen(_ filter: GrantFilter) throws -> [GrantID] { try made.grants.list(filter).map(\.id) }
        let github = try ProviderName("github")
        let gitlab = try ProviderName("gitlab")
        #expect(try chosen(GrantFilter(subject: try Subject("user:default/alice"))) == [ids[0], ids[1]])
        #expect(try chosen(GrantFilter(providers: [github])) == [ids[0], ids[2]])
        #expect(try chosen(GrantFilter(providers: [github, gitlab])) == [ids[0], ids[2], ids[3]])
        #expect(try chosen(GrantFilter(providers: [])) == [])
        #expect(try chosen(GrantFilter(isActive: true)) == [ids[0], ids[1], ids[3]])
        #expect(try chosen(GrantFilter(isActive: false)) == [ids[2]])
        #expect(try chosen(GrantFilter(label: try Label(name: "team", value: "core"))) == [ids[0], ids[2]])
        #expect(try chosen(GrantFilter(label: try Label(name: "team", value: "other"))) == [])
    }

    @Test(arguments: StoreKind.allCases) func `filters narrow each other`(kind: StoreKind) async throws {
        let (made, ids) = try await populated(kind)
        let filter = GrantFilter(
            subject: try Subject("user:default/alice"), providers: [try ProviderName("github")], isActive: true,
            label: try Label(name: "env", value: ""), after: nil, limit: 10)
        #expect(try made.grants.list(filter).map(\.id) == [ids[0]])
        var later = filter
        later.after = GrantPlace(id: ids[0])
        #expect(try made.grants.list(later).isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `a page counts grants, not their labels`(kind: StoreKind) async throws {
        let (made, ids) = try await populated(kind)
        let page = try made.grants.list(GrantFilter(limit: 1))
        #expect(page.map(\.id) == [ids[0]])
        #expect(page.first?.labels.map(\.name) == ["team", "env"])
    }
}
