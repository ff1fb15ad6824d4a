import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Tokens that wait for another sign-in, as the policy wants it.
@Suite(.timeLimit(.minutes(5))) struct `A sign-in that the policy requires` {
    private static let terms = SignInTerms(acr: ["gold"], amr: ["otp"], maximumAgeSeconds: 600)

    private func permit(_ method: Method = .tokenGet, _ terms: SignInTerms = Self.terms) throws -> Permit {
        let key = Fixtures.key()
        let client = try ClientName("backend")
        let rule = ClientRule(methods: [method], providers: .all, terms: RuleTerms(signIn: terms))
        let policy = Policy(
            clients: [ClientSettings(name: client, selectors: [], rules: [rule])], providers: ProviderRegistry())
        let caller = Caller(peer: Fixtures.caller.peer, socket: .admin, client: client)
        guard case .allow(let permit) = policy.decide(caller, method, provider: key.provider, subject: key.subject)
        else { throw VaultError.notFound(what: "permit") }
        return permit
    }

    private func put(_ world: World, _ acr: String? = nil, _ amr: [String] = [], ago: Int64? = nil) async throws
        -> Grant
    {
        let now = world.clock.now()
        var put = Fixtures.put(accessToken: "at-1", expiresAt: now.adding(seconds: 3_600))
        put.authentication = try Authentication(acr: acr, amr: amr, seconds: ago.map { now.seconds - $0 })
        return try await world.put(put)
    }

    private func get(_ world: World, _ grant: Grant, _ permit: Permit) async throws -> String {
        let found = try world.grants.find(.id(grant.id))
        let token = try await world.tokens.get(
            TokenRequest(selector: .id(grant.id)), of: found, permit, caller: Fixtures.caller)
        return token.accessToken.exposed
    }

    @Test func `is kept with the grant, replaced with it, and untouched by a refresh`() async throws {
        let world = World()
        let grant = try await put(world, "gold", ["otp"], ago: 5)
        #expect(grant.authentication.acr == "gold" && grant.authentication.amr == ["otp"])
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        _ = try await world.get(grant, force: true)
        #expect(try world.restarted().grants.find(.id(grant.id)).authentication == grant.authentication)
        #expect(try await get(world.restarted(), grant, try permit()) == "at-2")
        #expect(try await put(world).authentication == .unknown)
        #expect(try world.store.grant(grant.id)?.authentication == .unknown)
    }

    @Test func `lets a token go where it is met, cached or minted, and goes stale with time`() async throws {
        let world = World()
        let grant = try await put(world, "gold", ["pwd", "otp"], ago: 590)
        #expect(try await get(world, grant, try permit()) == "at-1")
        world.clock.advance(seconds: 11)
        await #expect(throws: VaultError.signInRequired(Self.terms, .tooLongAgo)) {
            try await get(world, grant, try permit())
        }
        #expect(try await get(world, grant, try permit(.tokenGet, .none)) == "at-1")
        let refused = try #require(world.audit.events.last { $0.kind == .decision })
        #expect(refused.outcome == .deny && refused.reason == "signed_in_too_long_ago" && refused.grant == grant.id)
    }

    @Test func `holds a token back before the provider is asked for one`() async throws {
        let world = World()
        let grant = try await world.put()
        await #expect(throws: VaultError.signInRequired(Self.terms, .acr)) {
            try await get(world, grant, try permit())
        }
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `does not keep a token that an API refused from being dropped`() async throws {
        let world = World()
        let grant = try await put(world, "silver")
        let rejection = TokenRejection(selector: .id(grant.id), accessToken: Secret(copyingTextOf: "at-1"))
        await #expect(throws: VaultError.signInRequired(Self.terms, .acr)) {
            try await world.tokens.reject(rejection, of: grant, try permit(.tokenReject), caller: Fixtures.caller)
        }
        #expect(try world.store.cachedToken(grant.id, scopes: nil) == nil)
        #expect(world.cachedHead(grant) == nil)
    }

    @Test func `is bound to the tokens of the grant, so that a changed row is found out`() async throws {
        let world = World()
        let grant = try await put(world, "silver", ago: 5)
        var forged = try #require(try world.store.lineage(grant.id))
        forged.grant.authentication = try Authentication(acr: "gold", amr: ["otp"], seconds: grant.createdAt.seconds)
        let contexts = [grant, forged.grant].map(SealContext.refreshToken(of:))
        #expect(contexts[0] != contexts[1])
        var older = grant
        older.authentication = .unknown
        #expect(SealContext.refreshToken(of: older).detail == "=read write\u{1F}-\u{1F}-")
    }
}
