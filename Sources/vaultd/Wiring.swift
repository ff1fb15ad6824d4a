import Glibc
import VaultAudit
import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultProvider
import VaultServer
import VaultService
import VaultSocket
import VaultStorage

/// The one place that knows every concrete type: builds the vault from its settings.
struct Wiring {
    let store: SQLiteStore
    let sealer: KeyringSealer
    let audit: AuditLog
    /// The same, with how far the store had come.
    let trail: StoreMarkingAudit
    let catchUp: AuditCatchUp
    /// What the audit log told of the store at the start.
    let witness: StoreMark?
    let fetching: FetchPool
    let secrets: SecretCache
    let context: ServiceContext
    let seal: SealService
    let storeSeal: StoreSeal
    let tokens: TokenService
    let recovery: IntentRecovery
    let revocations: RevocationQueue
    let lastUses: LastUseFlusher
    let delegationCleaning: DelegationCleaning
    let sessionCache: SessionCache
    let sessionKeeping: SessionKeeping
    let endedGrants: EndedGrantWork
    let scopeUseKeeping: ScopeUseKeeping
    let forecasting: ForecastKeeping
    let expiryNotices: ExpiryNotices
    let auditKeeping: AuditKeeping
    let followers: LogFollowers
    let reaping: GrantReaping
    let keepAlive: KeepAlive
    let refreshAhead: RefreshAhead
    let hiding: TokenHiding
    let rewrapping: RewrapWorker
    let keyKeeping: KeyKeeper
    /// For whoever else changes keys.
    let keyChanges = KeyChanges()
    let server: Server
    let loops: [EventLoop]
    let anchor: AnchorKeeper
    let metrics: MetricsReport
    /// Whether the store is the one that was last served, as it was found.
    let age: StoreAge

    init(_ settings: VaultSettings, _ file: ConfigurationFile, startedAt: Timestamp) throws(StartFailure) {
        let clock = SystemClock()
        let fatal = FatalStop()
        let damage = DamageNotes()
        let witness = RollbackGuard.witness(settings)
        store = try Self.openStore(
            settings.storePath, creating: false, changes: .unlessRolledBack,
            witness: witness, onFatal: fatal.storeFailed, onDamage: damage.damaged)
        self.witness = witness
        age = try RollbackGuard.age(of: store, settings.storePath)
        let rollback = RollbackGuard.problem(of: age, config: file.path)
        if rollback == nil { try Self.checkKeys(of: store, file) }
        sealer = KeyringSealer(nil)
        fatal.arm(sealer)
        audit = try Self.openAudit(settings, clock)
        catchUp = try AuditCatchUp(store, audit, AuditSegments(of: settings.auditPath).files)
        let metered = MeteredAudit(audit, clock: clock)
        store.tell(metered)
        followers = LogFollowers(settings.audit, audit)
        let settling = AuditSettling(store, audit)
        anchor = AnchorKeeper(store: store, settle: { await settling.settle() }) { failure in
            Terminal().printError("vaultd: the store's anchor could not be written (\(failure)); it is tried again\n")
        }
        let trail = StoreMarkingAudit(metered, store: store)
        self.trail = trail
        damage.arm(trail)
        fetching = FetchPool(settings: FetchSettings(executable: try Self.fetchProgram()))
        secrets = SecretCache(clock: clock)
        let registry = ProviderRegistry()
        let provider = MeteredProvider(
            OAuthProviderClient(fetching: fetching, secrets: secrets, signer: SodiumClientSigner(), clock: clock))
        context = ServiceContext(
            store: store, sealer: sealer, provider: provider,
            audit: trail, clock: clock,
            settings: LiveSettings(
                providers: settings.providers, tokens: settings.tokens, keys: settings.keys,
                backupDirectory: settings.backupDirectory, sessions: settings.sessions, identity: settings.identity,
                isDevelopment: settings.isDevelopment, grants: settings.grants, audit: settings.audit),
            cache: TokenCache(capacity: settings.tokens.cachedTokens, cipher: try Self.makeCipher()),
            registry: registry,
            checkpoint: Failpoints.checkpoint())
        let order = GrantOrder()
        revocations = RevocationQueue(context)
        tokens = TokenService(context, order: order)
        recovery = IntentRecovery(context, order: order, refresher: tokens.refresher)
        lastUses = LastUseFlusher(context)
        delegationCleaning = DelegationCleaning(store: store, clock: clock)
        let sessionCipher = try Self.makeCipher()
        sessionCache = SessionCache(cipher: sessionCipher, hasher: sessionCipher)
        let sessionTime = SessionTime(clock)
        let sessions = SessionService(context, store: store, cache: sessionCache, time: sessionTime)
        sessionKeeping = SessionKeeping(sessions)
        hiding = TokenHiding(context.cache, sessionCache)
        rewrapping = RewrapWorker(
            context, store: store, keyring: sealer, batch: Failpoints.rewrapBatch,
            checkpoint: Failpoints.keyCheckpoint())
        let gate = SealGate(isOpen: false)
        storeSeal = StoreSeal(
            store, sealer, file, keyChanges, sourceAtStart: settings.sealKey, rollback: rollback)
        let restoring = RestoreSettling(
            store, age, RestoreQuarantine(context, revocations: revocations), auditPath: settings.auditPath)
        seal = SealService(
            storeSeal, context, gate: gate, refresher: tokens.refresher, recovery: recovery,
            settle: { () async throws(VaultError) in try await restoring.run() })
        loops = try Self.makeLoops(settings.loops)
        let admission = Admission(settings.limits)
        let health = ServerHealth()
        let calls = CallMeter()
        metrics = MetricsReport(
            store: store, context: context, gate: gate, admission: admission, calls: calls, trail: metered, log: audit,
            provider: provider, sessions: sessionCache, counts: StoreCounts(store, clock: clock), startedAt: startedAt,
            followers: followers)
        let keys = KeyService(
            context, store: store, keyring: sealer, shelf: BackupDirectory(), changes: keyChanges, worker: rewrapping,
            checkpoint: Failpoints.keyCheckpoint())
        keyKeeping = KeyKeeper(keys)
        let grants = GrantService(context, order: order, revocations: revocations)
        endedGrants = EndedGrantWork(grants)
        reaping = GrantReaping(grants, gate: gate)
        keepAlive = KeepAlive(tokens, gate: gate)
        refreshAhead = RefreshAhead(tokens, gate: gate)
        let scopeUses = ScopeUseService(context, store: store)
        scopeUseKeeping = ScopeUseKeeping(scopeUses)
        forecasting = ForecastKeeping(context, store: store)
        expiryNotices = ExpiryNotices(context, store: store)
        auditKeeping = AuditKeeping(audit, context.settings) { failure in
            Terminal().printError(
                "vaultd: could not seal or rotate the audit log (\(errorText(failure.errno))); it is tried again\n")
        }
        let survey = HostSurvey(
            store: store, context: context, fetching: fetching, file: file, storePath: settings.storePath,
            auditPath: settings.auditPath)
        let facts = Self.facts(context, startedAt, catchUp.problem, metrics, survey)
        let handler = RequestHandler(
            grants: grants, tokens: tokens,
            delegations: DelegationService(
                context, store: store, grants: grants, tokens: tokens, sessions: sessions), sessions: sessions,
            identities: IdentityService(context, store: store), keys: keys,
            backups: BackupService(store: store, audit: trail, clock: clock, keys: keyChanges), context: context,
            admission: admission, health: health, facts: facts,
            seal: seal,
            scopeUses: scopeUses, archive: audit)
        server = Server(
            Server.Parts(
                audit: metered, clock: clock, answering: handler, cache: context.cache, stored: StoredTokens(context),
                sessions: ReadySessions(sessionCache, time: sessionTime), seal: gate, hasher: SHA256Hasher(),
                calls: calls
            ),
            rules: Self.rules(settings, registry), on: loops, admission: admission, health: health)
    }

    static func rules(_ settings: VaultSettings, _ registry: ProviderRegistry) -> ServerRules {
        ServerRules(
            policy: Policy(clients: settings.clients, providers: registry), limits: settings.limits,
            tokens: settings.tokens, unrecorded: settings.audit.unrecorded)
    }

    static func openStore(
        _ path: String, creating: Bool, changes: StoreChanges = .always, witness: StoreMark? = nil,
        onFatal: @escaping @Sendable (String) -> Void = { _ in },
        onDamage: @escaping @Sendable (String, Int64) -> Void = { _, _ in }
    ) throws(StartFailure) -> SQLiteStore {
        var options = StoreOptions()
        options.onDamage = onDamage
        options.step = Failpoints.storeStep()
        Failpoints.rehearse(&options)
        options.createsIfMissing = creating
        options.changes = changes
        options.witness = witness
        do throws(StoreOpenError) {
            return try SQLiteStore.open(path: path, options: options, onFatal: onFatal)
        } catch {
            throw StartFailure("could not open the store: \(error.description)")
        }
    }

    /// A store without any key was never made ready: that is nothing that unsealing could help.
    private static func checkKeys(of store: SQLiteStore, _ file: ConfigurationFile) throws(StartFailure) {
        do throws(StoreFailure) {
            guard try store.masterKeys().isEmpty else { return }
        } catch {
            throw StartFailure("could not read the master keys (\(error)): look at the store's own message")
        }
        throw StartFailure(
            "could not find a master key in the store: make it with 'vaultd init --config \(file.path)'")
    }

    private static func openAudit(
        _ settings: VaultSettings, _ clock: any WallClock
    ) throws(StartFailure) -> AuditLog {
        let key = try AuditKeyFile.open(settings.auditKeyPath) {
            Terminal().printError(
                "vaultd: made the audit key \(settings.auditKeyPath); an audit log that was sealed before is not of it\n"
            )
        }
        do throws(AuditOpenFailure) {
            return try AuditLog(
                path: settings.auditPath, AuditMakers(key: key, hasher: SodiumAuditHasher(), clock: clock))
        } catch {
            throw StartFailure("could not open the audit log: \(error.description)")
        }
    }

    private static func makeCipher() throws(StartFailure) -> ProcessCipher {
        do throws(SodiumFailure) {
            return try ProcessCipher()
        } catch {
            throw StartFailure("could not make the key for cached tokens: no guarded memory is left; free memory")
        }
    }

    private static func fetchProgram() throws(StartFailure) -> String {
        guard let path = FetchSettings.executableBesideThisProgram(), access(path, X_OK) == 0 else {
            throw StartFailure("could not find the program 'vaultfetch' beside vaultd: install both in one directory")
        }
        return path
    }

    private static func makeLoops(_ count: Int) throws(StartFailure) -> [EventLoop] {
        do throws(SocketError) {
            var loops: [EventLoop] = []
            for number in 0..<count { loops.append(try EventLoop(name: "vault-loop-\(number)")) }
            return loops
        } catch {
            throw StartFailure("could not make the reactor: \(error)")
        }
    }

    private static func problem(of provider: ProviderName, _ cause: ProviderStanding.Cause) -> String {
        let name = provider.text
        switch cause {
        case .unavailable(let reason):
            return "provider \(name) is held back after failures (\(reason.rawValue)): it is asked again by itself; "
                + "look with 'vaultctl provider test \(name)'"
        case .clientFault(let code):
            let said = code.map { " (\($0.text))" } ?? ""
            return "provider \(name) refuses the vault's client registration\(said), which condemns no grant: correct "
                + "'client_id' and 'client_secret', and look with 'vaultctl provider test \(name)'"
        }
    }

    private static func facts(
        _ context: ServiceContext, _ startedAt: Timestamp, _ lasting: String?, _ metrics: MetricsReport,
        _ survey: HostSurvey
    ) -> SystemFacts {
        SystemFacts(
            version: ProductVersion.current, pid: getpid(), startedAt: startedAt,
            problems: {
                [lasting.map { HealthProblem(.auditLogBehind, $0) }].compactMap(\.self)
                    + context.settings.providers.compactMap { provider in
                        context.breakers.state(of: provider.name).cause.map {
                            HealthProblem(.providerHeldBack, problem(of: provider.name, $0))
                        }
                    }
            },
            pendingRevocations: { try? context.store.pendingRevocations() }, metrics: metrics.exposition,
            diagnosis: survey.diagnosis)
    }
}
