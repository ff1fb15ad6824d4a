import VaultCore
import VaultService
import VaultTestSupport

/// One vault over fakes. `restarted` is the next run of the daemon over the same store, clock and provider.
struct World {
    let store: InMemoryGrantStore
    /// Unused where the world was given another one.
    let provider: ScriptedProvider
    let clock: ManualClock
    let sealer: FakeSealer
    let audit = RecordingAudit()
    let context: ServiceContext
    let order = GrantOrder()
    let revocations: RevocationQueue
    let grants: GrantService
    let tokens: TokenService
    let recovery: IntentRecovery

    init(
        rotation: RotationRule = .rotates, narrowing: NarrowingRule = .lineage,
        providers: [ProviderSettings]? = nil, store: InMemoryGrantStore = InMemoryGrantStore(),
        provider: ScriptedProvider = ScriptedProvider(), server: (any ProviderClient)? = nil,
        clock: ManualClock = ManualClock(), wallClock: (any WallClock)? = nil,
        sealer: FakeSealer = FakeSealer(), cacheCapacity: Int = 10_000,
        checkpoint: @escaping @Sendable (RefreshStep) -> Void = { _ in }, pause: @escaping Pause = { _ in }
    ) {
        self.store = store
        store.tell(audit)
        self.provider = provider
        self.clock = clock
        self.sealer = sealer
        let settings = LiveSettings(
            providers: providers ?? [Fixtures.provider(rotation: rotation, narrowing: narrowing)],
            tokens: TokenSettings())
        context = ServiceContext(
            store: store, sealer: sealer, provider: server ?? provider, audit: audit, clock: wallClock ?? clock,
            settings: settings,
            cache: TokenCache(capacity: cacheCapacity, cipher: FakeMemoryCipher()), registry: ProviderRegistry(),
            pause: pause, checkpoint: checkpoint)
        // A queue whose waits end at once would spin, one that waits for real would make tests slow: neither is run here.
        revocations = RevocationQueue(context, pause: { _ in await Forever.wait() })
        grants = GrantService(context, order: order, revocations: revocations)
        tokens = TokenService(context, order: order)
        recovery = IntentRecovery(context, order: order, refresher: tokens.refresher)
    }

    func restarted(rotation: RotationRule = .rotates) -> World {
        World(rotation: rotation, store: store, provider: provider, clock: clock, sealer: sealer)
    }

    @discardableResult
    func put(_ put: GrantPut = Fixtures.put()) async throws(VaultError) -> Grant {
        try await grants.put(put, Fixtures.permit(.grantPut, for: put.key), caller: Fixtures.caller).grant
    }

    /// Of as many subjects, with the refresh tokens `rt-0`, `rt-1` and so on.
    func putMany(_ count: Int) async throws(VaultError) -> [Grant] {
        var grants: [Grant] = []
        for number in 0..<count {
            let key = Fixtures.key("user:default/u\(number)")
            grants.append(try await put(Fixtures.put(key, refreshToken: "rt-\(number)")))
        }
        return grants
    }

    /// By the id of the grant, as the server does it: found again before each call.
    func get(
        _ grant: Grant, scopes: ScopeSet? = nil, minimumLife: Int64? = nil, force: Bool = false
    ) async throws(VaultError) -> IssuedToken {
        let found = try grants.find(.id(grant.id))
        let request = TokenRequest(
            selector: .id(grant.id), scopes: scopes, minimumLifeSeconds: minimumLife, forceRefresh: force)
        return try await tokens.get(
            request, of: found, Fixtures.permit(.tokenGet, for: grant.key), caller: Fixtures.caller)
    }

    func reject(
        _ token: String, of grant: Grant, scopes: ScopeSet? = nil, claims: String? = nil
    ) async throws(VaultError) -> IssuedToken {
        let found = try grants.find(.id(grant.id))
        let rejection = TokenRejection(
            selector: .id(grant.id), scopes: scopes, accessToken: Secret(copyingTextOf: token), claims: claims)
        return try await tokens.reject(
            rejection, of: found, Fixtures.permit(.tokenReject, for: grant.key), caller: Fixtures.caller)
    }

    func revoke(_ grant: Grant) async throws(VaultError) -> RevocationReceipt {
        try await grants.revoke(
            grant, Fixtures.permit(.grantRevoke, for: grant.key), caller: Fixtures.caller)
    }

    /// The refresh token that the store holds, in clear.
    func storedRefreshToken(_ grant: Grant) throws -> String? {
        guard let lineage = try store.lineage(grant.id) else { return nil }
        let context = SealContext.refreshToken(of: lineage.grant)
        return try sealer.open(lineage.refreshToken, under: lineage.recordKey, in: context).exposed
    }

    /// Without those that say only that a token left.
    func events() -> [AuditEvent] { audit.events.filter { $0.kind != .tokenServed } }

    func kinds() -> [AuditEvent.Kind] { events().map(\.kind) }

    /// What the hot path finds by the handle: the reply's head as text.
    func cachedHead(_ grant: Grant, minimumLife: Int64 = 0) -> String? {
        var head: String?
        _ = Array(grant.id.handle.utf8).withUnsafeBytes { handle in
            context.cache.withToken(handle: handle, minimumLifeSeconds: minimumLife, now: clock.now()) { token in
                head = String(decoding: token.replyHead, as: UTF8.self)
                return true
            }
        }
        return head
    }

    /// Whether the hot path would answer a call for these scopes, a JSON array, with the cached token.
    func covers(_ scopes: String, _ grant: Grant) -> Bool? {
        Array(grant.id.handle.utf8).withUnsafeBytes { handle in
            Array(scopes.utf8).withUnsafeBytes { asked in
                context.cache.withToken(handle: handle, minimumLifeSeconds: 0, now: clock.now()) {
                    $0.named(by: asked) != nil
                }
            }
        }
    }
}

/// Waits until the task is cancelled.
enum Forever {
    static func wait() async {
        let (stream, end) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        end.finish()
    }
}
