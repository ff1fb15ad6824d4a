import CSQLite
import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// What the ports `GrantStore` and `ForecastStore` promise about deaths.
@Suite struct GrantStoreDeathContract {
    private func after(_ seconds: Int64) -> Timestamp { Sample.start.adding(seconds: seconds) }

    private func lineage(_ store: StoreUnderTest, _ name: String, dies seconds: Int64?) throws -> StoredLineage {
        var lineage = try Sample.lineage(try Sample.id(store.grants), try Sample.key("user:default/\(name)"))
        lineage.grant.death = seconds.map { GrantDeath(at: after($0), reason: .idleLife) }
        return lineage
    }

    @discardableResult
    private func put(_ store: StoreUnderTest, _ name: String, dies seconds: Int64?) async throws -> Grant {
        let lineage = try lineage(store, name, dies: seconds)
        try await store.grants.put(lineage, token: nil, expecting: nil)
        return lineage.grant
    }

    private func names(_ grants: [Grant]) -> [String] { grants.map { String($0.subject.text.dropFirst(13)) } }

    @Test(arguments: StoreKind.allCases) func `what dies comes in the order of deaths, and only what is in the window`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let all: [(String, Int64?)] = [("c", 30), ("never", nil), ("a", 10), ("d", 31), ("b", 20), ("early", 9)]
        for (name, seconds) in all {
            try await put(store, name, dies: seconds)
        }
        let window = DeathWindow(after: after(9), until: after(30))
        let found = try store.grants.list(GrantFilter(deaths: window))
        #expect(names(found) == ["a", "b", "c"])
        #expect(found.first?.death == GrantDeath(at: after(10), reason: .idleLife))
        #expect(found.first?.labels.count == 2)
    }

    @Test(arguments: StoreKind.allCases) func `pages follow each other where many die at the same moment`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        for (name, seconds) in [("z", 5), ("a", 10), ("b", 10), ("c", 10), ("d", 10), ("e", 11)] {
            try await put(store, name, dies: Int64(seconds))
        }
        var filter = GrantFilter(deaths: DeathWindow(until: after(99)), limit: 2)
        var pages: [[String]] = []
        while true {
            let page = try store.grants.list(filter)
            guard let last = page.last else { break }
            pages.append(names(page))
            filter.after = filter.place(of: last)
        }
        #expect(pages == [["z", "a"], ["b", "c"], ["d", "e"]])
    }

    @Test(arguments: StoreKind.allCases)
    func `a grant that is condemned is dead since then, one that is challenged is not`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let (dead, challenged) = (
            try await put(store, "dead", dies: 50), try await put(store, "challenged", dies: 60)
        )
        _ = try await store.grants.requireReauth(
            dead.id, condemned: .first, reason: .refreshTokenRefused, at: after(7))
        _ = try await store.grants.requireStepUp(challenged.id, condemned: .first, claims: "{}", at: after(7))
        try await put(store, "alive", dies: 70)
        #expect(try store.grants.grant(dead.id)?.death == GrantDeath(at: after(7), reason: .condemned))
        #expect(try store.grants.grant(challenged.id)?.death == GrantDeath(at: after(60), reason: .idleLife))
        var window = DeathWindow(until: after(99))
        #expect(names(try store.grants.list(GrantFilter(deaths: window))) == ["alive"])
        window.includesCondemned = true
        #expect(names(try store.grants.list(GrantFilter(deaths: window))) == ["dead", "challenged", "alive"])
        _ = try await store.subjects.end(dead.subject, disables: false, at: after(8))
        #expect(names(try store.grants.list(GrantFilter(deaths: window))) == ["challenged", "alive"])
    }

    @Test(arguments: StoreKind.allCases) func `a refresh and a put say what the death is now`(kind: StoreKind)
        async throws
    {
        let store = try kind.make()
        var lineage = try lineage(store, "a", dies: 50)
        try await store.grants.put(lineage, token: nil, expecting: nil)
        let id = lineage.grant.id
        var refresh = try Sample.refresh(of: id, to: 2)
        refresh.death = GrantDeath(at: after(90), reason: .absoluteLife)
        try await store.grants.commit(refresh, expecting: .first)
        #expect(try store.grants.grant(id)?.death == refresh.death)
        lineage.grant.generation = Generation(number: 3)
        lineage.grant.putAt = after(40)
        lineage.grant.death = nil
        try await store.grants.put(lineage, token: nil, expecting: Generation(number: 2))
        #expect(try store.grants.grant(id) == lineage.grant)
    }

    @Test(arguments: StoreKind.allCases)
    func `a death that was told is news again when it has moved far enough or the grant was put`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await put(store, "a", dies: 50)
        var window = DeathWindow(until: after(999))
        window.untoldForMilliseconds = 10_000
        func untold() throws -> Int { try store.grants.list(GrantFilter(deaths: window)).count }
        var stale = grant
        stale.death = GrantDeath(at: after(49), reason: .idleLife)
        try await store.forecast.tellDeaths(of: [stale])
        #expect(try untold() == 1, "what was told is not what stands there")
        try await store.forecast.tellDeaths(of: [grant])
        #expect(try untold() == 0)
        for (generation, seconds, count) in [(Int64(2), Int64(60), 0), (3, 61, 1)] {
            var refresh = try Sample.refresh(of: grant.id, to: generation)
            refresh.death = GrantDeath(at: after(seconds), reason: .idleLife)
            try await store.grants.commit(refresh, expecting: Generation(number: generation - 1))
            #expect(try untold() == count, "\(seconds)")
        }
        let moved = try #require(try store.grants.grant(grant.id))
        try await store.forecast.tellDeaths(of: [moved])
        #expect(try untold() == 0)
        var again = try Sample.lineage(grant.id, grant.key, generation: 4)
        again.grant.death = moved.death
        try await store.grants.put(again, token: nil, expecting: Generation(number: 3))
        #expect(try untold() == 1)
    }

    @Test(arguments: StoreKind.allCases) func `a forecast passes over what was written since it was read`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        var read: [Grant] = []
        for name in ["refreshed", "condemned", "same"] { read.append(try await put(store, name, dies: nil)) }
        var refresh = try Sample.refresh(of: read[0].id, to: 1, replacing: false)
        refresh.death = GrantDeath(at: after(500), reason: .idleLife)
        try await store.grants.commit(refresh, expecting: .first)
        _ = try await store.grants.requireReauth(read[1].id, condemned: .first, reason: .restored, at: after(8))
        let foreseen = GrantDeath(at: after(77), reason: .absoluteLife)
        for place in read.indices { read[place].death = foreseen }
        try await store.forecast.foresee(read)
        let deaths = try read.map { try store.grants.grant($0.id)?.death }
        #expect(deaths == [refresh.death, GrantDeath(at: after(8), reason: .condemned), foreseen])
    }

    @Test(arguments: StoreKind.allCases) func `the lives of a forecast are remembered by provider`(kind: StoreKind)
        async throws
    {
        let store = try kind.make()
        let (github, okta) = (try ProviderName("github"), try ProviderName("okta"))
        #expect(try store.forecast.forecastLives().isEmpty)
        try await store.forecast.rememberForecast([github: RefreshTokenLives(idleSeconds: 5), okta: .unknown])
        try await store.forecast.rememberForecast([okta: RefreshTokenLives(absoluteSeconds: 9, idleSeconds: 7)])
        #expect(
            try store.forecast.forecastLives() == [
                github: RefreshTokenLives(idleSeconds: 5), okta: RefreshTokenLives(absoluteSeconds: 9, idleSeconds: 7),
            ])
    }

    /// Steps of SQLite's virtual machine for one page out of the middle.
    private func steps(grants: Int) throws -> Int {
        let directory = TemporaryDirectory()
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .writing)
        // Half of them die at one and the same moment, in the middle of the window.
        try connection.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(grants))
            INSERT INTO grants (id, subject, provider, account, generation, scopes, created_at, updated_at, dies_at, dies_of,
                refresh_token)
            SELECT i, 'user:default/u' || i, 'okta', '', 1, '', 0, 0,
                CASE WHEN i % 2 THEN 500000 ELSE i END, 'idle_life', x'01' FROM n
            """)
        let reads = GrantReads(connection)
        let place = GrantPlace(
            id: try #require(GrantID(rawValue: Int64(grants / 2))), diesAt: Timestamp(milliseconds: 500_000))
        let window = DeathWindow(after: Timestamp(milliseconds: 1), until: Timestamp(milliseconds: 1_000_000))
        let counter = Counting()
        sqlite3_progress_handler(
            connection.handle, 1,
            { counter in
                if let counter { Unmanaged<Counting>.fromOpaque(counter).takeUnretainedValue().steps += 1 }
                return 0
            }, Unmanaged.passUnretained(counter).toOpaque())
        let page = try reads.list(GrantFilter(deaths: window, after: place, limit: 50)) { _ in }
        sqlite3_progress_handler(connection.handle, 0, nil, nil)
        #expect(page.count == 50)
        return counter.steps
    }

    @Test func `a page costs as much in a large store as in a small one`() throws {
        let (small, large) = (try steps(grants: 2_000), try steps(grants: 100_000))
        #expect(small > 500, "\(small)")
        #expect(large < small + small / 5, "\(small) \(large)")
    }
}

private final class Counting { var steps = 0 }
