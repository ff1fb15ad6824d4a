import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct GrantFindTests {
    private let world = World()

    private func select(_ key: GrantKey, _ account: Account?) -> GrantSelector {
        .subject(key.subject, key.provider, account)
    }

    @Test func `a grant is found by id, by account, and alone without one`() async throws {
        let key = Fixtures.key(account: "work")
        let grant = try await world.put(Fixtures.put(key))
        #expect(try world.grants.find(.id(grant.id)) == grant)
        #expect(try world.grants.find(select(key, key.account)) == grant)
        #expect(try world.grants.find(select(key, nil)) == grant)
    }

    @Test func `what is not there is not found`() async throws {
        let key = Fixtures.key(account: "work")
        _ = try await world.put(Fixtures.put(key))
        for selector in [
            .id(Fixtures.grantID(99)), select(key, Fixtures.account("home")),
            select(Fixtures.key("user:default/bob"), nil),
        ] {
            #expect(throws: VaultError.notFound(what: "grant")) { try world.grants.find(selector) }
        }
    }

    @Test func `several accounts without a name are a conflict that says what to do`() async throws {
        let key = Fixtures.key(account: "work")
        _ = try await world.put(Fixtures.put(key))
        _ = try await world.put(Fixtures.put(Fixtures.key(account: "home")))
        let error = #expect(throws: VaultError.self) { try world.grants.find(select(key, nil)) }
        #expect(
            error == .conflict(reason: "this subject has 2 grants at this provider; name the account or the grant"))
    }

    @Test func `pages follow each other without a gap and the last one says so`() async throws {
        for number in 1...7 { _ = try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)"))) }
        let permit = Fixtures.permit(.grantList, at: nil)
        var pages: [[Int64]] = []
        var filter = GrantFilter(limit: 3)
        repeat {
            let page = try world.grants.list(filter, permit)
            pages.append(page.grants.map(\.id.rawValue))
            filter.after = page.next
        } while filter.after != nil
        #expect(pages == [[1, 2, 3], [4, 5, 6], [7]])
        #expect(try world.grants.list(GrantFilter(limit: 7), permit).next == nil)
        #expect(try world.grants.list(GrantFilter(limit: 6), permit).next?.id.rawValue == 6)
    }

    @Test func `a page of very large grants ends early, and the next goes on behind it`() async throws {
        let scopes = (0..<Limits.scopes).map { "\($0)" + String(repeating: "s", count: Limits.scopeBytes - 2) }
        for number in 1...70 {
            var put = Fixtures.put(Fixtures.key("user:default/u\(number)"))
            put.scopes = try ScopeSet(scopes)
            _ = try await world.put(put)
        }
        let permit = Fixtures.permit(.grantList, at: nil)
        let first = try world.grants.list(GrantFilter(limit: 70), permit)
        #expect((20..<40).contains(first.grants.count))
        #expect(first.next?.id == first.grants.last?.id)
        var filter = GrantFilter(limit: 70)
        var seen: [Int64] = []
        repeat {
            let page = try world.grants.list(filter, permit)
            seen += page.grants.map(\.id.rawValue)
            filter.after = page.next
        } while filter.after != nil
        #expect(seen == Array(1...70))
    }

    @Test(arguments: [0, -1, Limits.pageSize + 1])
    func `a page of no size is refused`(limit: Int) throws {
        #expect(throws: VaultError.self) {
            try world.grants.list(GrantFilter(limit: limit), Fixtures.permit(.grantList, at: nil))
        }
    }

    @Test func `a use is told at once and written with the next flush`() async throws {
        let soon = world.clock.now().adding(seconds: 1_000)
        let grant = try await world.put(Fixtures.put(accessToken: "at", expiresAt: soon))
        #expect(try world.grants.find(.id(grant.id)).lastUsedAt == nil)
        world.clock.advance(seconds: 3)
        _ = world.cachedHead(grant)
        let hot = world.clock.now()
        #expect(try world.grants.find(.id(grant.id)).lastUsedAt == hot)
        #expect(try world.store.grant(grant.id)?.lastUsedAt == nil)
        await LastUseFlusher(world.context).flush()
        #expect(try world.store.grant(grant.id)?.lastUsedAt == hot)
        world.clock.advance(seconds: 3)
        _ = try await world.get(grant)
        #expect(
            try world.grants.list(GrantFilter(), Fixtures.permit(.grantList, at: nil)).grants.first?.lastUsedAt
                == world.clock.now())
    }
}
