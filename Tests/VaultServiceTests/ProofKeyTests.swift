import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// The key that a lineage's tokens are bound to (RFC 9449): when there is one, how long it stays, and what callers get by it.
@Suite(.timeLimit(.minutes(5))) struct ProofKeyTests {
    private static let seed = String(repeating: "k", count: ProofKey.byteCount)

    private func settings(_ change: (inout ProviderSettings) -> Void = { $0.usesDPoP = true }) -> [ProviderSettings] {
        var provider = Fixtures.provider(rotation: .rotates, narrowing: .lineage)
        change(&provider)
        return [provider]
    }

    private func put(_ subject: String? = nil, accessToken: String? = nil, in world: World) -> GrantPut {
        var put = Fixtures.put(
            accessToken: accessToken, expiresAt: accessToken.map { _ in world.clock.now().adding(seconds: 3_000) })
        if let subject { put.key = Fixtures.key(subject) }
        put.proofKey = ProofKey(seed: Secret(copyingTextOf: Self.seed))
        return put
    }

    private func answerBound(_ world: World) {
        world.provider.answer { request in
            var tokens = Fixtures.tokens("at", refreshToken: request.refreshToken.exposed + "+")
            tokens.type = .dpop
            return .refreshed(tokens)
        }
    }

    private func proof(
        _ world: World, _ grant: Grant, force: Bool = false
    ) async throws(VaultError) -> IssuedToken {
        let target: ProofTarget
        do throws(InvalidValue) {
            target = try ProofTarget(method: "GET", url: "https://api.example/a")
        } catch {
            throw .invalidParams(error)
        }
        return try await world.tokens.get(
            TokenRequest(selector: .id(grant.id), forceRefresh: force, proof: target),
            of: try world.grants.find(.id(grant.id)), Fixtures.permit(.tokenGet, for: grant.key),
            caller: Fixtures.caller)
    }

    @Test func `a key is made at the first refresh, stored before the provider is asked, and stays`() async throws {
        let world = World(providers: settings())
        let grant = try await world.put()
        #expect(try world.store.lineage(grant.id)?.proofKey == nil)
        world.provider.answer { request in
            // Whatever becomes of the answer, the key that the provider has seen is kept.
            guard let stored = try? world.store.lineage(grant.id), let sealed = stored.proofKey,
                let seed = try? world.sealer.open(sealed, under: stored.recordKey, in: stored.grant.proofKeyContext),
                let sent = request.proofKey?.seed, seed.equals(sent)
            else { return .unknown(.noAnswer) }
            return .refreshed(Fixtures.tokens("at", refreshToken: request.refreshToken.exposed + "+"))
        }
        _ = try await world.get(grant)
        _ = try await world.get(grant, force: true)
        let restarted = World(
            providers: settings(), store: world.store, provider: world.provider, clock: world.clock,
            sealer: world.sealer)
        _ = try await restarted.get(grant, force: true)
        let seeds = world.provider.sent.map(\.seed)
        #expect(seeds.count == 3)
        #expect(Set(seeds).count == 1)
        #expect(seeds.first??.isEmpty == false)
    }

    @Test func `each grant has a key of its own`() async throws {
        let world = World(providers: settings())
        answerBound(world)
        for subject in ["user:default/a", "user:default/b"] {
            var put = Fixtures.put()
            put.key = Fixtures.key(subject)
            _ = try await world.get(try await world.put(put))
        }
        #expect(Set(world.provider.sent.map(\.seed)).count == 2)
    }

    @Test func `a lost answer is asked for again with the same key`() async throws {
        let world = World(
            providers: settings {
                $0.usesDPoP = true; $0.rotation = .rotatesWithGrace(seconds: 600)
            })
        let grant = try await world.put()
        world.provider.answerOnce(.unknown(.noAnswer), .refreshed(Fixtures.tokens("at", refreshToken: "rt-2")))
        _ = try await world.get(grant)
        #expect(world.provider.sent.count == 2)
        #expect(Set(world.provider.sent.map(\.seed)).count == 1)
    }

    @Test func `a key that comes with the grant is the one, until the grant is put again`() async throws {
        let world = World(providers: settings())
        answerBound(world)
        let grant = try await world.put(put(in: world))
        _ = try await world.get(grant)
        _ = try await world.get(try await world.put(), force: true)
        let seeds = world.provider.sent.map(\.seed)
        #expect(seeds.first == Self.seed)
        #expect(seeds.last != Self.seed)
        #expect(seeds.count == 2)
    }

    @Test func `a key has no use at a provider whose entry does not say dpop`() async throws {
        let world = World()
        await #expect(throws: VaultError.self) { try await world.put(put(in: world)) }
        let grant = try await world.put()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at", refreshToken: "rt-2")))
        _ = try await world.get(grant)
        #expect(world.provider.sent.map(\.seed) == [nil])
        #expect(try world.store.lineage(grant.id)?.proofKey == nil)
    }

    @Test func `a token says its type, from the provider, from memory and from the store`() async throws {
        let world = World(providers: settings())
        answerBound(world)
        let grant = try await world.put()
        #expect(try await world.get(grant).type == .dpop)
        #expect(world.cachedHead(grant)?.contains(#""token_type":"DPoP""#) == true)
        #expect(try await world.get(grant).type == .dpop)
        world.context.cache.removeAll()
        #expect(try await world.get(grant).type == .dpop)
        #expect(world.provider.sent.count == 1)
    }

    @Test func `a token that was put with a key is bound to it, and one without is a bearer token`() async throws {
        let world = World(providers: settings())
        #expect(try await world.get(try await world.put(put(accessToken: "at-1", in: world))).type == .dpop)
        let soon = world.clock.now().adding(seconds: 3_000)
        #expect(
            try await world.get(try await world.put(Fixtures.put(accessToken: "at-2", expiresAt: soon))).type
                == .bearer)
    }

    @Test func `a proof comes with the token that it is for, also after a restart`() async throws {
        let world = World(providers: settings())
        answerBound(world)
        let grant = try await world.put()
        #expect(try await proof(world, grant).proof?.exposed == "proof of at for GET https://api.example/a")
        #expect(try await proof(world, grant).proof?.exposed == "proof of at for GET https://api.example/a")
        #expect(try await world.get(grant).proof == nil)
        #expect(world.provider.sent.count == 1)
    }

    @Test func `a bearer token needs no proof and gets none`() async throws {
        let world = World(providers: settings())
        let grant = try await world.put()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at", refreshToken: "rt-2")))
        let token = try await proof(world, grant)
        #expect(token.type == .bearer)
        #expect(token.proof == nil)
    }

    @Test func `a bound token is nobody's where the entry does not say dpop, and the lineage is kept`() async throws {
        let world = World()
        answerBound(world)
        let grant = try await world.put()
        let fault = VaultError.clientMisconfigured(provider: grant.provider, providerError: nil)
        for _ in 0..<2 { await #expect(throws: fault) { try await world.get(grant) } }
        #expect(world.cachedHead(grant) == nil)
        #expect(world.provider.sent.count == 1)
        #expect(try world.storedRefreshToken(grant) == "rt-1+")
        #expect(try world.grants.find(.id(grant.id)).status == .active)
    }

    @Test func `a key that does not open condemns its grant without a word to the provider`() async throws {
        let world = World(providers: settings())
        let grant = try await world.put(put(in: world))
        var lineage = try #require(try world.store.lineage(grant.id))
        // Of another place of the same record.
        lineage.proofKey = lineage.refreshToken
        try await world.store.put(lineage, token: nil, expecting: grant.generation)
        await #expect(throws: VaultError.reauthRequired(.recordDamaged, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.isEmpty)
        #expect(world.audit.events.contains { $0.kind == .integrityFailure && $0.reason == "proof_key" })
    }
}
