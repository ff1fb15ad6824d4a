import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Who an account is, and that it stays so.
@Suite struct IdentityServiceTests {
    private let world = World(providers: [Fixtures.provider(), Fixtures.provider("other")])
    private var identities: IdentityService { IdentityService(world.context, store: world.store) }

    private func use(_ rules: IdentityRule...) {
        world.context.settings.replace(identity: IdentityRules(rules: rules), isDevelopment: false)
    }

    private func byLogin(allowsSecond: Bool = false) throws -> IdentityRule {
        IdentityRule(
            providers: .all, .claim("login", value: nil, try SubjectTemplate("user:default/{value}")),
            allowsSecondAccount: allowsSecond)
    }

    private func byTable(_ subject: String, _ sub: String, at provider: String = "acme") -> IdentityRule {
        IdentityRule(
            providers: .only([Fixtures.providerName(provider)]),
            .table(claim: "sub", [Array(sub.utf8): Fixtures.subject(subject)]))
    }

    @discardableResult
    private func resolve(_ login: String, _ sub: String, at provider: String = "acme") async throws -> ResolvedIdentity
    {
        var claims = IdentityClaims()
        claims["sub"] = .text(sub)
        claims["login"] = .text(login)
        let request = IdentityRequest(provider: Fixtures.providerName(provider), claims: claims)
        let found = try identities.decide(request, caller: Fixtures.caller)
        return try await identities.claim(
            found, Fixtures.permit(.identityResolve, at: found.provider, of: found.subject), caller: Fixtures.caller)
    }

    private func refusal(_ login: String, _ sub: String, at provider: String = "acme") async -> VaultError? {
        do {
            try await resolve(login, sub, at: provider)
            return nil
        } catch { return error as? VaultError }
    }

    private func reasons() -> [String] { world.audit.events.compactMap(\.reason) }

    @Test func `an account is one subject, and is known again`() async throws {
        use(try byLogin())
        for _ in 0..<2 { #expect(try await resolve("alice", "s-1").subject.text == "user:default/alice") }
        #expect(reasons() == ["account_added"])
        // Known is known without a write.
        let writes = world.store.writeCount
        try await resolve("alice", "s-1")
        #expect(world.store.writeCount == writes)
    }

    @Test func `a second account of a subject is refused, at the same provider and at another`() async throws {
        use(try byLogin())
        try await resolve("alice", "s-1")
        let one = await refusal("alice", "s-2")
        let other = await refusal("alice", "s-1", at: "other")
        #expect(one != nil && one == other)
        #expect(reasons() == ["account_added", "identity_subject_taken", "identity_subject_taken"])
        #expect(await refusal("alice", "s-1") == nil)
    }

    @Test func `a second account is the subject where its rule allows it, or a table names it`() async throws {
        use(byTable("user:default/alice", "s-2"), try byLogin(allowsSecond: true))
        try await resolve("alice", "s-1")
        #expect(try await resolve("alice", "s-3").subject.text == "user:default/alice")
        #expect(try await resolve("x", "s-2").subject.text == "user:default/alice")
        #expect(reasons() == ["account_added", "account_joined", "account_joined"])
    }

    @Test func `an account that says another name is not another subject, unless a table says so`() async throws {
        use(try byLogin(allowsSecond: true))
        try await resolve("alice", "s-1")
        let refused = await refusal("bob", "s-1")
        #expect(refused != nil)
        #expect(reasons().last == "identity_account_moved")
        use(byTable("user:default/bob", "s-1"))
        #expect(try await resolve("alice", "s-1").subject.text == "user:default/bob")
        #expect(reasons().last == "account_moved")
    }

    @Test func `of two accounts that want to be one subject at once one is`() async throws {
        use(try byLogin())
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 { group.addTask { await refusal("alice", "s-\(number)") == nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
    }

    @Test func `all that is nobody gets the same answer, and the log alone knows why`() async throws {
        use(try byLogin())
        try await resolve("alice", "s-1")
        let refusals = [
            await refusal("Not Plain", "s-9"), await refusal("alice", "s-2"), await refusal("bob", "s-1"),
            await refusal("bob", ""),
        ]
        #expect(Set(refusals.map { "\(String(describing: $0))" }).count == 1)
        guard case .permissionDenied? = refusals[0] else {
            Issue.record("\(String(describing: refusals[0]))")
            return
        }
        #expect(
            reasons().suffix(4) == [
                "identity_no_rule", "identity_subject_taken", "identity_account_moved", "identity_no_account",
            ])
    }

    @Test func `what is logged is provider, subject and rule, and no claim`() async throws {
        use(try byLogin())
        try await resolve("alice", "canary-sub")
        _ = await refusal("Canary Login", "canary-sub")
        let (done, refused) = (world.audit.events[0], world.audit.events[1])
        #expect(done.kind == .identityResolved && done.provider?.text == "acme")
        #expect(done.subject?.text == "user:default/alice" && done.identityRule?.text == "identity.rules[0]")
        #expect(refused.kind == .identityRefused && refused.subject == nil && refused.provider?.text == "acme")
        #expect(!"\(world.audit.events)".lowercased().contains("canary"))
    }

    @Test func `a guest is not remembered`() async throws {
        use(IdentityRule(providers: .all, .guest(Fixtures.subject("user:default/guest"))))
        for sub in ["s-1", "s-2"] { #expect(try await resolve("x", sub).subject.text == "user:default/guest") }
        #expect(try world.store.identityKey() == nil)
    }

    @Test func `a provider that is not configured has no accounts`() async throws {
        use(try byLogin())
        #expect(await refusal("alice", "s-1", at: "gone") == .notFound(what: "provider"))
    }

    @Test func `a row whose subject was changed is told of and is nobody`() async throws {
        use(try byLogin())
        try await resolve("alice", "s-1")
        world.store.changeIdentities { rows in
            let old = rows[0]
            rows[0] = StoredIdentity(
                provider: old.provider, accountTag: old.accountTag, subject: Fixtures.subject("user:default/root"),
                proof: old.proof, createdAt: old.createdAt)
        }
        #expect(await refusal("root", "s-1") != nil)
        #expect(world.audit.events.contains { $0.kind == .integrityFailure && $0.reason == "identity" })
    }

    @Test func `subjects that look the same and are written differently are two`() async throws {
        use(byTable("user:default/caf\u{E9}", "s-1"))
        try await resolve("x", "s-1")
        use(byTable("user:default/cafe\u{301}", "s-1"))
        try await resolve("x", "s-1")
        #expect(reasons() == ["account_added", "account_moved"])
    }

    @Test func `what is forgotten may be another account, and only that`() async throws {
        use(try byLogin())
        try await resolve("alice", "s-1")
        try await resolve("bob", "s-2")
        let oblivion = IdentityOblivion(subject: Fixtures.subject())
        func forget() async throws(VaultError) -> Int {
            try await identities.forget(
                oblivion, Fixtures.permit(.identityForget, at: nil, of: oblivion.subject), caller: Fixtures.caller)
        }
        #expect(try await forget() == 1)
        await #expect(throws: VaultError.notFound(what: "identity")) { _ = try await forget() }
        #expect(await refusal("alice", "s-9") == nil)
        #expect(await refusal("bob", "s-9") != nil)
        #expect(world.audit.events.contains { $0.kind == .identitiesForgotten })
    }

    @Test func `roles are sealed with a session, and a session without any is sealed as before`() throws {
        let authentication = try Authentication(acr: "2", amr: ["pwd", "otp"], seconds: 7)
        for roles in [[], [try Role("operator")], [try Role("admin"), try Role("a:b")]] {
            for methods in [authentication, .unknown] {
                let details = SessionDetails(authentication: methods, roles: roles, userAgent: "x")
                #expect(try SessionDetails(opened: details.bytes()) == details)
            }
        }
        var old = ByteFields()
        for text in ["2", "7", "x", nil, "pwd", "otp"] as [String?] { old.add(text) }
        let plain = SessionDetails(authentication: authentication, userAgent: "x")
        let sealed = old.sealed()
        #expect(plain.bytes().exposed == sealed.exposed)
    }
}
