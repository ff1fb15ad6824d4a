import Testing
import VaultCore
import VaultService
import VaultStorage
import VaultTestSupport

/// What callers see of a record that was tampered with, and that nobody else sees any of it.
@Suite struct `A record that was tampered with` {
    private struct Served {
        let vault: SealedVault
        let audit = RecordingAudit()
        let provider = ScriptedProvider()
        let grants: GrantService
        let tokens: TokenService

        init(_ count: Int, of content: SealedVault.Content) async throws {
            vault = try await SealedVault(count, of: content)
            vault.store.tell(audit)
            provider.answer { request in
                .refreshed(Fixtures.tokens("new of " + request.refreshToken.exposed, refreshToken: "next"))
            }
            let context = ServiceContext(
                store: vault.store, sealer: vault.sealer, provider: provider, audit: audit,
                clock: ManualClock(at: SealedVault.start),
                settings: LiveSettings(providers: [Fixtures.provider()], tokens: TokenSettings()),
                cache: TokenCache(capacity: 100, cipher: FakeMemoryCipher()), registry: ProviderRegistry())
            let order = GrantOrder()
            grants = GrantService(
                context, order: order, revocations: RevocationQueue(context, pause: { _ in }))
            tokens = TokenService(context, order: order)
        }

        func token(_ index: Int) async throws(VaultError) -> String {
            let grant = try grants.find(.id(vault.grants[index]))
            return try await tokens.get(
                TokenRequest(selector: .id(grant.id)), of: grant, Fixtures.permit(.tokenGet, for: grant.key),
                caller: Fixtures.caller
            ).accessToken.exposed
        }

        func exchange(_ column: String, in table: String, _ first: Int, _ second: Int) throws {
            let values = try vault.editor.values(column, in: table)
            let setter = try vault.editor.setter(column, in: table)
            try setter.set(values[first].value, at: values[second].row)
            try setter.set(values[second].value, at: values[first].row)
        }

        func integrityFailures() -> [String] {
            audit.events.filter { $0.kind == .integrityFailure }.map { event in
                "\(event.grant?.rawValue ?? 0) \(event.reason ?? "")"
            }
        }
    }

    @Test func `is never sent to the provider, needs re-authentication, and the next grant is served`() async throws {
        let served = try await Served(3, of: .grants)
        try served.exchange("refresh_token", in: "grants", 0, 1)
        for index in [0, 1] {
            await #expect(throws: VaultError.reauthRequired(.recordDamaged, providerError: nil)) {
                try await served.token(index)
            }
        }
        #expect(try await served.token(2) == "new of rt-2")
        #expect(served.provider.sent.map(\.refreshToken) == ["rt-2"])
        let ids = served.vault.grants.map(\.rawValue)
        #expect(served.integrityFailures() == ["\(ids[0]) refresh_token", "\(ids[1]) refresh_token"])
    }

    @Test func `is as good as none where it is a cached access token`() async throws {
        let served = try await Served(3, of: .accessTokens)
        try served.exchange("token", in: "access_tokens", 0, 2)
        #expect(try await served.token(0) == "new of rt-0")
        #expect(try await served.token(2) == "new of rt-2")
        let ids = served.vault.grants.map(\.rawValue)
        #expect(served.integrityFailures().contains("\(ids[0]) access_token"))
        #expect(served.integrityFailures().contains("\(ids[2]) access_token"))
    }

    @Test func `does not live longer, nor for more scopes, than the provider said`() async throws {
        let served = try await Served(2, of: .accessTokens)
        let expiry = try served.vault.editor.setter("expires_at", in: "access_tokens")
        try expiry.set(.integer(SealedVault.expiry.milliseconds + 1), at: 1)
        let scopes = try served.vault.editor.setter("scopes", in: "grants")
        try scopes.set(.text(Array("admin r w".utf8)), at: served.vault.grants[1].rawValue)
        #expect(try await served.token(0) == "new of rt-0")
        await #expect(throws: VaultError.reauthRequired(.recordDamaged, providerError: nil)) {
            try await served.token(1)
        }
    }

    @Test func `that does not read back is an error of its own, and the list has the others`() async throws {
        let served = try await Served(4, of: .grants)
        let provider = try served.vault.editor.setter("provider", in: "grants")
        try provider.set(.text(Array("NOT a name".utf8)), at: served.vault.grants[1].rawValue)
        let error = await #expect(throws: VaultError.self) { try await served.token(1) }
        guard case .internal = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(served.integrityFailures() == ["\(served.vault.grants[1].rawValue) row_unreadable"])
        #expect(try await served.token(2) == "new of rt-2")
        let page = try served.grants.list(
            GrantFilter(limit: 3), Fixtures.permit(.grantList, at: nil))
        #expect(page.grants.map(\.id) == [served.vault.grants[0], served.vault.grants[2], served.vault.grants[3]])
        #expect(page.next == nil)
    }

    @Test func `keeps no revocation from its turn`() async throws {
        let vault = try await SealedVault(4, of: .revocations)
        let rows = try vault.editor.values("subject", in: "revocations").map(\.row)
        let subject = try vault.editor.setter("subject", in: "revocations")
        for row in rows[..<2] { try subject.set(.text([]), at: row) }
        #expect(try vault.store.dueRevocations(at: SealedVault.expiry, limit: 1).map(\.id) == [rows[2]])
        #expect(try vault.store.dueRevocations(at: SealedVault.expiry, limit: 9).map(\.id) == Array(rows[2...]))
    }
}
