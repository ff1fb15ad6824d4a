import Testing
import VaultCore
import VaultService
import VaultStorage
import VaultTestSupport

/// A grant that does not read back is not so for ever: its user can sign in again, and it can be revoked.
@Suite struct `A grant that does not read back` {
    /// What was done to its records, its key left alone.
    enum Damage: CaseIterable {
        case scopes, reason, label, recordKey

        func inflict(on grant: GrantID, _ editor: RawEditor) throws {
            switch self {
            case .scopes: try editor.setter("scopes", in: "grants").set(.text([0xFF, 0xFE]), at: grant.rawValue)
            case .reason:
                try editor.setter("reauth_reason", in: "grants").set(.text(Array("none".utf8)), at: grant.rawValue)
            case .label: try editor.run("UPDATE grant_labels SET name = '' WHERE grant_id = \(grant.rawValue)")
            case .recordKey: try editor.run("DELETE FROM record_keys WHERE id = \(grant.rawValue)")
            }
        }
    }

    private struct Served {
        let vault: SealedVault
        let audit = RecordingAudit()
        let grants: GrantService
        let tokens: TokenService

        init(_ content: SealedVault.Content = .accessTokens) async throws {
            vault = try await SealedVault(3, of: content)
            vault.store.tell(audit)
            let provider = ScriptedProvider()
            provider.answer { request in
                .refreshed(Fixtures.tokens("new of " + request.refreshToken.exposed, refreshToken: "next"))
            }
            let context = ServiceContext(
                store: vault.store, sealer: vault.sealer, provider: provider, audit: audit,
                clock: ManualClock(at: SealedVault.start),
                settings: LiveSettings(providers: [Fixtures.provider()], tokens: TokenSettings()),
                cache: TokenCache(capacity: 100, cipher: FakeMemoryCipher()), registry: ProviderRegistry())
            let order = GrantOrder()
            grants = GrantService(context, order: order, revocations: RevocationQueue(context, pause: { _ in }))
            tokens = TokenService(context, order: order)
        }

        func token(_ grant: GrantID) async throws(VaultError) -> String {
            let found = try grants.find(.id(grant))
            return try await tokens.get(
                TokenRequest(selector: .id(grant), forceRefresh: true), of: found,
                Fixtures.permit(.tokenGet, for: found.key),
                caller: Fixtures.caller
            ).accessToken.exposed
        }
    }

    private static func key(_ number: Int) -> GrantKey {
        Fixtures.key("user:default/u\(number)", account: "a\(number)")
    }

    @Test(arguments: Damage.allCases)
    func `is replaced by a put of the same user, and keeps its handle`(damage: Damage) async throws {
        let served = try await Served()
        let ids = served.vault.grants
        try damage.inflict(on: ids[1], served.vault.editor)
        try await served.vault.seeEdits()
        await #expect(throws: VaultError.self) { try await served.token(ids[1]) }
        let put = try await served.grants.put(
            Fixtures.put(Self.key(1), refreshToken: "signed in again"), Fixtures.permit(.grantPut, for: Self.key(1)),
            caller: Fixtures.caller
        ).grant
        #expect(put.id == ids[1])
        #expect(try await served.token(ids[1]) == "new of signed in again")
        #expect(try await served.token(ids[0]) == "new of rt-0")
        #expect(try await served.token(ids[2]) == "new of rt-2")
        let check = try served.vault.check()
        #expect(check.faulty == 0, "\(check.faults)")
        #expect(try served.vault.store.damagedGrants(.id(ids[1])) == [])
    }

    @Test(arguments: [Damage.scopes, .reason, .label])
    func `is damaged for the look that a put takes, whatever scopes that brings`(damage: Damage) async throws {
        let served = try await Served()
        let store = served.vault.store
        let scopes = try #require(try store.grant(Self.key(1))).scopes
        // Nothing else that would have it read whole.
        try served.vault.editor.run("UPDATE grants SET acr = NULL, amr = NULL, auth_time = NULL")
        if damage != .label { try served.vault.editor.run("DELETE FROM grant_labels") }
        try damage.inflict(on: served.vault.grants[1], served.vault.editor)
        try await served.vault.seeEdits()
        for scopes in [scopes, .empty] {
            let failure = #expect(throws: StoreFailure.self) { try store.standing(Self.key(1), scopes: scopes) }
            guard case .damaged = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `is removed by a revoke with all that belonged to it`(damage: Damage) async throws {
        let served = try await Served()
        let ids = served.vault.grants
        try damage.inflict(on: ids[1], served.vault.editor)
        try await served.vault.seeEdits()
        let selector = GrantSelector.subject(Self.key(1).subject, Self.key(1).provider, nil)
        let damaged = try #require(try served.grants.damaged(selector))
        #expect(damaged == DamagedGrant(id: ids[1], key: Self.key(1)))
        #expect(try served.grants.damaged(.id(ids[0])) == nil)
        let receipt = try await served.grants.revoke(
            damaged, Fixtures.permit(.grantRevoke, for: Self.key(1)), caller: Fixtures.caller)
        #expect(receipt == RevocationReceipt(revokedLocally: true, upstream: .refused))
        #expect(try served.vault.store.grant(ids[1]) == nil)
        #expect(try served.vault.check().faulty == 0)
        #expect(try served.vault.editor.values("id", in: "record_keys").count == 2)
        let event = served.audit.events.first { $0.kind == .grantRevoked }
        #expect(event?.grant == ids[1] && event?.reason == "record_damaged")
    }

    @Test func `and lost its record key alone is revoked like any other, but for the provider`() async throws {
        let served = try await Served()
        let ids = served.vault.grants
        try Damage.recordKey.inflict(on: ids[1], served.vault.editor)
        try await served.vault.seeEdits()
        let grant = try served.grants.find(.id(ids[1]))
        let receipt = try await served.grants.revoke(
            grant, Fixtures.permit(.grantRevoke, for: grant.key), caller: Fixtures.caller)
        #expect(receipt == RevocationReceipt(revokedLocally: true, upstream: .refused))
        #expect(try served.vault.store.grant(ids[1]) == nil)
    }

    @Test func `whose key is damaged is known by its handle only`() async throws {
        let served = try await Served()
        let ids = served.vault.grants
        try served.vault.editor.setter("provider", in: "grants").set(
            .text(Array("NOT a name".utf8)), at: ids[1].rawValue)
        try await served.vault.seeEdits()
        let damaged = try #require(try served.grants.damaged(.id(ids[1])))
        #expect(damaged.key == nil)
        await #expect(throws: VaultError.self) {
            _ = try await served.grants.revoke(
                damaged, Fixtures.permit(.grantLookup, at: nil), caller: Fixtures.caller)
        }
        _ = try await served.grants.revoke(
            damaged, Fixtures.permit(.grantRevoke, at: nil), caller: Fixtures.caller)
        #expect(try served.vault.store.damagedGrants(.id(ids[1])) == [])
        // Its user signs in anew, and gets another grant.
        let put = try await served.grants.put(
            Fixtures.put(Self.key(1)), Fixtures.permit(.grantPut, for: Self.key(1)), caller: Fixtures.caller
        ).grant
        #expect(put.id != ids[1])
    }
}
