import Glibc
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport
import VaultWire

@testable import VaultServer

/// The whole server over a vault of fakes: real connections, spine, policy, services and cache.
final class SpineBench {
    let archive = FakeArchive()
    let store = InMemoryGrantStore()
    let provider = ScriptedProvider()
    let audit = RecordingAudit()
    let registry = ProviderRegistry()
    let settings: LiveSettings
    let context: ServiceContext
    let grants: GrantService
    let bench: ServerBench
    let sealer = FakeSealer()
    let seal: SealService
    let mechanism: FakeSeal
    let sessionCache: SessionCache

    init(
        methods: [Method] = Method.allCases, providers: ProviderSelection = .all,
        configured: [String] = ["acme", "other"], narrowing: NarrowingRule = .lineage, rules: [ClientRule]? = nil,
        limits: ClientLimits = .none, others: [ClientSettings] = [], problems: [HealthProblem] = [],
        pendingRevocations: Int? = 7
    ) throws {
        let clock = ManualClock()
        store.tell(audit)
        settings = LiveSettings(
            providers: configured.map { Fixtures.provider($0, narrowing: narrowing) }, tokens: TokenSettings())
        context = ServiceContext(
            store: store, sealer: sealer, provider: provider, audit: audit, clock: clock, settings: settings,
            cache: TokenCache(capacity: 100, cipher: FakeMemoryCipher()), registry: registry)
        let order = GrantOrder()
        grants = GrantService(context, order: order, revocations: RevocationQueue(context))
        let admission = Admission(LimitSettings())
        let health = ServerHealth()
        let facts = SystemFacts(
            version: "1.2.3", pid: 42, startedAt: clock.now(), problems: { problems },
            pendingRevocations: { pendingRevocations },
            diagnosis: { Diagnosis(HostFigures(now: clock.now()), sqlite: "3.1", libsodium: "1.1") })
        let tokens = TokenService(context, order: order)
        mechanism = FakeSeal(sealer, passphrase: "correct horse")
        mechanism.tell(audit)
        let gate = SealGate(isOpen: true)
        seal = SealService(
            mechanism, context, gate: gate, refresher: tokens.refresher,
            recovery: IntentRecovery(context, order: order, refresher: tokens.refresher))
        let sessionTime = SessionTime(clock)
        sessionCache = SessionCache(cipher: FakeMemoryCipher(), hasher: FakeMemoryCipher())
        let sessions = SessionService(context, store: store, cache: sessionCache, time: sessionTime)
        let handler = RequestHandler(
            grants: grants, tokens: tokens,
            delegations: DelegationService(
                context, store: store, grants: grants, tokens: tokens, sessions: sessions),
            sessions: sessions, identities: IdentityService(context, store: store),
            keys: KeyService(
                context, store: store, keyring: sealer, shelf: FakeShelf(), changes: KeyChanges(),
                worker: RewrapWorker(context, store: store, keyring: sealer)),
            backups: BackupService(store: FakeBackups(), audit: audit, clock: clock, keys: KeyChanges()),
            context: context,
            admission: admission, health: health, facts: facts, seal: seal,
            scopeUses: ScopeUseService(context, store: store), archive: archive)
        let policy = try Policies.everyone(
            named: "backend", registry, rules: rules ?? [ClientRule(methods: methods, providers: providers)],
            limits: limits, others: others)
        bench = try ServerBench(
            policy: policy, audit: audit, answering: handler, cache: context.cache, stored: StoredTokens(context),
            sessions: ReadySessions(sessionCache, time: sessionTime), clock: clock,
            admission: admission, health: health, seal: gate)
    }

    /// Stores a grant with a cached access token, as the auth backend would.
    func put(_ subject: String = "user:default/alice", at provider: String = "acme", token: String? = "at-1")
        async
        throws -> Grant
    {
        let put = Fixtures.put(
            Fixtures.key(subject, at: provider), accessToken: token,
            expiresAt: bench.wallClock.now().adding(seconds: 3600))
        return try await grants.put(put, Fixtures.permit(.grantPut, for: put.key), caller: Fixtures.caller).grant
    }

    /// Sends one call on a connection of its own and gives its answer.
    func ask(_ line: String, on socket: SocketRole = .workload) async throws -> ReplyLine {
        try ReplyLine(try await answer(line, on: socket))
    }

    /// The same, as it came.
    func answer(_ line: String, on socket: SocketRole = .workload) async throws -> String {
        let peer = try bench.connect(as: socket)
        peer.sendLine(line)
        var lines: [String] = []
        for _ in 0..<100_000 where lines.isEmpty {
            bench.tick()
            lines = peer.lines()
            // A refresh runs on the pool.
            if lines.isEmpty { await Task.yield() }
        }
        guard lines.count == 1 else { throw NoAnswer(lines: lines) }
        return lines[0]
    }

    struct NoAnswer: Error {
        let lines: [String]
    }
}
