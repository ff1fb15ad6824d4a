import Glibc
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultServer
import VaultService
import VaultSocket

/// The vault's own server, policy and token cache with nothing on that can be left out: no audit log, tokens in clear, no store.
/// The daemon has no switch for that, so that nobody can run it so; here it tells what the rest costs by itself.
enum BareVault {
    /// Serves the tokens of `BenchLines.tokenGet` until it is killed.
    ///
    /// - Parameter executable: what the client must be, beside its user.
    static func serve(socket: String, tokens: Int, rules: Int, executable: String) throws -> Never {
        let settings = try settings(rules, executable)
        let registry = ProviderRegistry()
        let clock = BareClock()
        let memory = ClearMemory()
        let cache = TokenCache(capacity: max(tokens, 1), cipher: memory)
        let provider = registry.index(of: try ProviderName("bench"))
        for number in 0..<tokens { try keep(number, in: cache, provider, at: clock.now()) }
        let admission = Admission(settings.limits)
        let loop = try EventLoop(name: "bare")
        let server = Server(
            Server.Parts(
                audit: NoTrail(), clock: clock, answering: CachedOnly(), cache: cache,
                sessions: ReadySessions(SessionCache(cipher: memory, hasher: memory), time: SessionTime(clock)),
                seal: SealGate(isOpen: true), hasher: SHA256Hasher()),
            rules: ServerRules(
                policy: Policy(clients: settings.clients, providers: registry), limits: settings.limits,
                tokens: settings.tokens),
            on: [loop], admission: admission, health: ServerHealth())
        try server.listen(on: try UnixListener.bind(path: socket), as: .workload)
        _ = write(STDOUT_FILENO, "ready\n", 6)
        withExtendedLifetime(server) { loop.run() }
        exit(0)
    }

    private static func keep(
        _ number: Int, in cache: TokenCache, _ provider: ProviderIndex, at now: Timestamp
    ) throws {
        guard let id = GrantID(rawValue: Int64(number) + 1) else { throw LoadFailure("no grant has this number") }
        let scopes = try ScopeSet(["read:user", "repo"])
        let grant = Grant(
            id: id, subject: try Subject(BenchLines.subject(number)),
            provider: try ProviderName("bench"), account: .unknown, scopes: scopes, createdAt: now,
            updatedAt: now)
        let token = LiveToken(
            issued: IssuedToken(
                grant: grant.id, generation: grant.generation,
                accessToken: Secret(copying: Array(BenchLines.accessToken(number).utf8)), scopes: scopes,
                expiresAt: Timestamp(seconds: now.seconds + 86_400)),
            mintedAt: now)
        cache.keep(
            TokenEntry(
                grant: grant, token: token, provider: provider, auditPart: [], isOnlyAccount: true,
                answersFewerScopes: true),
            cache.ticket(for: grant.key))
    }

    private static func settings(_ rules: Int, _ executable: String) throws -> VaultSettings {
        let clients = BenchPolicy(rules: rules).clients(uid: geteuid(), executable: executable)
        let text = """
            {
              seal_key: { file: "/nowhere" }, store: { path: "/nowhere" }, audit: { path: "/nowhere" },
              sockets: { workload: { path: "/run/w/s" }, admin: { path: "/run/a/s" } },
              providers: { bench: { \(VaultDaemon.deafProvider) } },
              clients: { \(clients) },
              limits: { connections: 30000, connections_per_client: 30000 },
            }
            """
        return try ConfigurationReader.read(Array(text.utf8), accounts: HostAccounts()).settings
    }
}
