import VaultCore
import VaultService
import VaultStorage
import VaultTestSupport

/// A real store under a real sealer whose rows are made and used by the use cases: what a row is good for is what they say.
final class UsedVault {
    /// What is used, each by what its caller has.
    enum Kind { case sessions, delegations, identities }

    /// One row and how it is used: with what, and what comes of it while nobody changes it.
    private enum Use {
        case session(Secret)
        case delegation(Secret)
        case identity(ResolvedIdentity)
    }

    let vault: SealedVault
    private let audit = RecordingAudit()
    private let clock = ManualClock(at: SealedVault.start)
    private let context: ServiceContext
    private var uses: [(use: Use, whole: String)] = []

    init(_ count: Int, of kind: Kind) async throws {
        vault = try SealedVault()
        vault.store.tell(audit)
        context = ServiceContext(
            store: vault.store, sealer: vault.sealer, provider: ScriptedProvider(), audit: audit, clock: clock,
            settings: LiveSettings(providers: [Fixtures.provider()], tokens: TokenSettings()),
            cache: TokenCache(capacity: 100, cipher: FakeMemoryCipher()), registry: ProviderRegistry())
        var settings = SessionSettings()
        settings.failuresPerMinute = .max
        context.settings.replace(sessions: settings)
        for number in 0..<count {
            // Rows without a rowid are told apart by when they were made.
            clock.advance(seconds: 1)
            switch kind {
            case .sessions: try await open(number)
            case .delegations: try await delegate(number)
            case .identities: try await resolve(number)
            }
        }
    }

    // MARK: making

    private func open(_ number: Int) async throws {
        let subject = Fixtures.subject("user:default/u\(number)")
        let request = NewSession(
            subject: subject, kind: SessionClass.browser.name,
            details: SessionDetails(
                authentication: try Authentication(acr: "c\(number)", amr: ["pwd"], seconds: nil), userAgent: "Firefox"),
            content: SessionContent(payload: Secret(copyingTextOf: "p\(number)")))
        let opened = try await sessions().create(
            request, Fixtures.permit(.sessionCreate, at: nil, of: subject), caller: Fixtures.caller)
        try await remember(.session(opened.handle))
    }

    private func delegate(_ number: Int) async throws {
        let key = Fixtures.key("user:default/u\(number)", account: "a\(number)")
        let put = Fixtures.put(key, accessToken: "at-\(number)", expiresAt: clock.now().adding(seconds: 3_600))
        let grant = try await grants.put(put, Fixtures.permit(.grantPut, for: key), caller: Fixtures.caller).grant
        let request = NewDelegation(
            selector: .id(grant.id), client: Self.client, scopes: Fixtures.scopes("read", "write"),
            expiry: .after(seconds: 1_800),
            maximumUses: 1 << 20, purpose: try Purpose("view"))
        let made = try await delegations.create(
            request, of: grant, Fixtures.permit(.delegationCreate, for: key),
            from: Fixtures.permit(.tokenGet, for: key),
            caller: Fixtures.caller)
        try await remember(.delegation(made.handle))
    }

    private func resolve(_ number: Int) async throws {
        let rule = IdentityRule(
            providers: .all, .claim("login", value: nil, try SubjectTemplate("user:default/{value}")))
        context.settings.replace(identity: IdentityRules(rules: [rule]), isDevelopment: false)
        var claims = IdentityClaims()
        claims["sub"] = .text("s-\(number)")
        claims["login"] = .text("u\(number)")
        let request = IdentityRequest(provider: Fixtures.providerName(), claims: claims)
        try await remember(.identity(try identities.decide(request, caller: Fixtures.caller)))
    }

    private func remember(_ use: Use) async throws {
        // What an account is told for the first time is that it is new.
        if case .identity = use { _ = try await result(of: use) }
        uses.append((use, try await result(of: use)))
    }

    // MARK: using

    /// What became of each row.
    enum Outcome: Hashable {
        /// It is good for what it was good for.
        case whole
        /// It is good for nothing.
        case refused
        /// It is good for something else.
        case changed(String)
    }

    /// Uses all rows as the file has them now, in their order.
    func outcomes() async throws -> [Outcome] {
        try await vault.seeEdits()
        var outcomes: [Outcome] = []
        for (use, whole) in uses {
            do {
                let result = try await result(of: use)
                outcomes.append(result == whole ? .whole : .changed(result))
            } catch is VaultError {
                outcomes.append(.refused)
            }
        }
        return outcomes
    }

    /// Everything that its caller is told.
    private func result(of use: Use) async throws -> String {
        switch use {
        case .session(let handle):
            let found = try await sessions().lookUp(handle, caller: Fixtures.caller) { _ in }
            let session = found.session
            return [
                "\(session.id.rawValue)", session.subject.text, session.kind.text, "\(session.createdAt)",
                "\(session.expiresAt)", "\(session.idleSeconds)", found.details.authentication.acr ?? "",
                found.content.payload?.exposed ?? "",
            ].joined(separator: " ")
        case .delegation(let handle):
            let token = try await delegations.redeem(
                TokenRedemption(handle: handle), Fixtures.caller, under: try Self.policy())
            return "\(token.accessToken.exposed) \(token.scopes.spaceSeparated)"
        case .identity(let identity):
            let before = added
            let claimed = try await identities.claim(
                identity, Fixtures.permit(.identityResolve, at: identity.provider, of: identity.subject),
                caller: Fixtures.caller)
            return claimed.subject.text + (added > before ? " anew" : "")
        }
    }

    /// Accounts that were taken for new ones.
    private var added: Int { audit.events.count { $0.reason == "account_added" } }

    /// With nothing in memory: the store is asked.
    private func sessions() -> SessionService {
        let cache = SessionCache(cipher: FakeMemoryCipher(), hasher: FakeMemoryCipher())
        return SessionService(context, store: vault.store, cache: cache, time: SessionTime(clock))
    }

    private var order: GrantOrder { GrantOrder() }

    private var grants: GrantService {
        GrantService(context, order: order, revocations: RevocationQueue(context, pause: { _ in }))
    }

    private var delegations: DelegationService {
        DelegationService(
            context, store: vault.store, grants: grants, tokens: TokenService(context, order: order),
            sessions: sessions())
    }

    private var identities: IdentityService { IdentityService(context, store: vault.store) }

    private static let client: ClientName = {
        guard let name = try? ClientName("backend") else { preconditionFailure("a literal name is valid") }
        return name
    }()

    private static func policy() throws -> Policy {
        let rule = ClientRule(methods: [.tokenGet], providers: .all)
        return Policy(
            clients: [ClientSettings(name: client, selectors: [PeerSelector(uid: 1000, gid: nil)], rules: [rule])],
            providers: ProviderRegistry())
    }
}
