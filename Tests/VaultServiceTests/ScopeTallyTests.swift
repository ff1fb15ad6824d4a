import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What is counted, and how it is handed over.
@Suite struct ScopeTallyTests {
    private let tally = ScopeTally()
    private let now = Timestamp(day: 100)
    private let catalog: ClientName
    private let hub = Fixtures.providerName("hub")
    private let loop = LoopMark()

    init() throws { catalog = try ClientName("catalog") }

    private final class LoopMark: Sendable {}

    private func key(_ kind: ScopeUseKind, _ scope: String = "") -> ScopeUseKey {
        ScopeUseKey(client: catalog, provider: hub, kind: kind, scope: scope)
    }

    private var mine: LoopTally { tally.tally(of: catalog, on: ObjectIdentifier(loop)) }

    @Test func `a loop's counts and others' say the same of the same calls`() {
        let scopes = Fixtures.scopes("admin", "gist", "repo")
        let place = tally.place(of: hub, scopes, held: scopes)
        mine.count(place, named: 0)
        mine.count(place, named: 0b101)
        mine.count(place, named: 0b111)
        let byLoop = tally.take(at: now)
        tally.note(catalog, hub, asked: nil, carried: scopes, held: scopes, at: now)
        tally.note(catalog, hub, asked: Fixtures.scopes("admin", "repo"), carried: scopes, held: scopes, at: now)
        tally.note(catalog, hub, asked: scopes, carried: scopes, held: scopes, at: now)
        #expect(
            byLoop == [
                100: [
                    key(.open): 1, key(.named): 2, key(.broader): 1, key(.used, "admin"): 2, key(.used, "gist"): 1,
                    key(.used, "repo"): 2, key(.carried, "admin"): 2, key(.carried, "gist"): 2,
                    key(.carried, "repo"): 2, key(.openCarried, "admin"): 1, key(.openCarried, "gist"): 1,
                    key(.openCarried, "repo"): 1,
                ]
            ])
        #expect(tally.take(at: now) == byLoop)
        #expect(tally.take(at: now).isEmpty, "handed over once")
    }

    @Test func `what the grant has and the token does not carry is counted apart, and named it is unmet`() {
        let (token, held) = (Fixtures.scopes("repo"), Fixtures.scopes("offline", "repo"))
        mine.count(tally.place(of: hub, token, held: held), named: 1)
        #expect(
            tally.take(at: now) == [
                100: [key(.named): 1, key(.used, "repo"): 1, key(.carried, "repo"): 1, key(.held, "offline"): 1]
            ])
        tally.note(catalog, hub, asked: held, carried: token, held: held, at: now)
        #expect(
            tally.take(at: now) == [
                100: [
                    key(.named): 1, key(.used, "repo"): 1, key(.carried, "repo"): 1, key(.held, "offline"): 1,
                    key(.unmet, "offline"): 1,
                ]
            ])
    }

    @Test func `a client has one tally on each loop, and counts of all are one`() {
        let other = LoopMark()
        let place = tally.place(of: hub, .empty, held: .empty)
        #expect(mine === mine)
        #expect(mine !== tally.tally(of: catalog, on: ObjectIdentifier(other)))
        mine.count(place, named: 0)
        tally.tally(of: catalog, on: ObjectIdentifier(other)).count(place, named: 0)
        #expect(tally.take(at: now) == [100: [key(.open): 2, key(.nameless): 2]])
    }

    @Test func `what was handed over is not counted again`() {
        let place = tally.place(of: hub, .empty, held: .empty)
        for _ in 0..<3 { mine.count(place, named: 0) }
        _ = tally.take(at: now)
        mine.count(place, named: 0)
        #expect(tally.take(at: now)[100]?[key(.open)] == 1)
    }

    @Test func `scopes beyond the places of a process are counted by provider, as untold`() throws {
        var last = ScopePlace.untold
        for number in 0..<LoopTally.cells { last = tally.place(of: hub, Fixtures.scopes("s\(number)"), held: .empty) }
        #expect(last.scopes == -1)
        #expect(tally.place(of: hub, Fixtures.scopes("s0"), held: .empty).scopes == 1, "what has a place keeps it")
        mine.count(last, named: 1)
        mine.count(last, named: 0)
        #expect(tally.take(at: now) == [100: [key(.untold): 2]])
        for number in 0..<ScopeBook.providers {
            last = tally.place(of: Fixtures.providerName("p\(number)"), .empty, held: .empty)
        }
        #expect(last == .untold)
        mine.count(last, named: 0)
        #expect(
            tally.take(at: now) == [100: [ScopeUseKey(client: catalog, provider: nil, kind: .untold): 1]])
    }

    @Test func `counts that wait are bounded, and what is known goes on`() {
        for number in 0..<ScopeTally.keptCounts + 10 { tally.note(catalog, hub, .used, ["s\(number)"], at: now) }
        tally.note(catalog, hub, .used, ["s0"], at: now)
        let counts = tally.take(at: now)[100] ?? [:]
        #expect(counts.count == ScopeTally.keptCounts + 1)
        #expect(counts[key(.used, "s0")] == 2 && counts[key(.untold)] == 10)
    }

    @Test func `a cached token knows its scopes by number`() async throws {
        let world = World(narrowing: .lineage)
        let soon = world.clock.now().adding(seconds: 1_000)
        let grant = try await world.put(
            Fixtures.put(scopes: Fixtures.scopes("a", "ab", "b"), accessToken: "at", expiresAt: soon))
        func named(_ asked: String) -> UInt64? {
            var named: UInt64?
            _ = Array(grant.id.handle.utf8).withUnsafeBytes { handle in
                world.context.cache.withToken(handle: handle, minimumLifeSeconds: 0, now: world.clock.now()) { token in
                    named = Array(asked.utf8).withUnsafeBytes { token.named(by: $0) }
                    return true
                }
            }
            return named
        }
        #expect(named(#"["a"]"#) == 0b001 && named(#"["ab"]"#) == 0b010 && named(#"["b"]"#) == 0b100)
        #expect(named(#"[ "b", "a" ,"b"]"#) == 0b101 && named("[]") == 0 && named(#"["c"]"#) == nil)
    }
}
