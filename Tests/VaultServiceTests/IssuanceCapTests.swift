import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// More grants of an account than its provider lets live are stored, and told.
@Suite(.timeLimit(.minutes(5))) struct IssuanceCapTests {
    private let world: World

    init() {
        var provider = Fixtures.provider()
        provider.issuanceCap = IssuanceCap(count: 2, per: "account and client")
        world = World(providers: [provider, Fixtures.provider("plain")])
    }

    private func put(_ name: String, at provider: String = "acme", account: String? = nil) async throws
        -> [GrantWarning]
    {
        let key = Fixtures.key("user:default/\(name)", at: provider, account: account)
        return world.grants.warnings(of: try await world.put(Fixtures.put(key)), caller: Fixtures.caller)
    }

    @Test func `the grant of an account that is one too many is stored, told and recorded`() async throws {
        #expect(try await put("a", account: "shared").isEmpty)
        #expect(try await put("b", account: "shared").isEmpty)
        #expect(try await put("c", account: "other").isEmpty)
        #expect(try await put("c", account: "shared") == [.issuanceCapExceeded])
        #expect(try world.store.list(GrantFilter()).count == 4)
        let told = world.audit.events.filter { $0.kind == .issuanceCapExceeded }
        #expect(told.map(\.subject) == [Fixtures.subject("user:default/c")])
        #expect(told.first?.method == .grantPut && told.first?.caller == Fixtures.caller)
    }

    @Test func `only grants that can mint count, a replaced lineage is no new one, and without a cap there is none`()
        async throws
    {
        for name in ["a", "b"] { #expect(try await put(name, account: "shared").isEmpty) }
        #expect(try await put("b", account: "shared").isEmpty)
        let dead = try #require(try world.store.grant(Fixtures.key("user:default/a", account: "shared")))
        _ = try await world.store.requireReauth(
            dead.id, condemned: dead.generation, reason: .refreshTokenRefused, at: world.clock.now())
        #expect(try await put("c", account: "shared").isEmpty)
        for name in ["a", "b", "c", "d"] { #expect(try await put(name, at: "plain", account: "shared").isEmpty) }
    }

    @Test func `where no account is known a subject's grants count`() async throws {
        for account in ["x", "y"] { #expect(try await put("a", account: account).isEmpty) }
        #expect(try await put("b").isEmpty)
        #expect(try await put("a") == [.issuanceCapExceeded])
    }
}
