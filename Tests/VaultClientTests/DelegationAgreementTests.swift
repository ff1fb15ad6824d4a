import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// Delegations: what the client writes the daemon reads, and the other way round.
@Suite struct DelegationAgreementTests {
    private static func delegation() throws -> Delegation {
        Delegation(
            id: try #require(DelegationID(rawValue: 9)), grant: try #require(GrantID(rawValue: 7)),
            key: GrantKey(
                subject: try Subject("user:default/alice"), provider: try ProviderName("github"),
                account: try Account("42")),
            creator: try ClientName("backend"), client: try ClientName("catalog"), scopes: try ScopeSet(["a", "b"]),
            givesFullToken: true, createdAt: Timestamp(seconds: 1), expiresAt: Timestamp(seconds: 61), maximumUses: 3,
            purpose: try Purpose("import"), uses: 2, lastUsedAt: Timestamp(seconds: 5))
    }

    @Test func `one is made, listed and revoked`() async throws {
        let delegation = try Self.delegation()
        let vault = try WireAgreementTests.vault { request in
            switch request {
            case .delegationCreate(let new):
                guard new.selector == .subject(delegation.key.subject, delegation.key.provider, nil),
                    new.client == delegation.client, new.scopes == delegation.scopes, new.givesFullToken,
                    new.expiry == .after(seconds: 60), new.maximumUses == 3, new.purpose == delegation.purpose
                else { return .failure(.sealed) }
                return .success(
                    .delegationCreated(
                        CreatedDelegation(delegation: delegation, handle: Secret(copyingTextOf: "vdl_canary"))))
            case .delegationList(let filter):
                guard filter.grant == delegation.grant, filter.subject == delegation.key.subject,
                    filter.client == delegation.client, filter.limit == 5, filter.after == delegation.id
                else { return .failure(.sealed) }
                return .success(.delegations(DelegationPage(delegations: [delegation], next: delegation.id)))
            case .delegationRevoke(.id(delegation.id)): return .success(.delegationRevoked(delegation.id))
            default: return .failure(.sealed)
            }
        }
        let client = try vault.client()
        var offer = DelegationOffer(
            of: .subject("user:default/alice", provider: "github"), to: "catalog", expiresInSeconds: 60)
        (offer.scopes, offer.givesFullToken, offer.maximumUses, offer.purpose) = (["a", "b"], true, 3, "import")
        let issued = try await client.createDelegation(offer)
        #expect(issued.secret.unprotectedString() == "vdl_canary")
        #expect(!"\(issued)".contains("canary"))
        #expect(issued.record.uses == 2 && issued.record.maximumUses == 3 && issued.record.scopes == ["a", "b"])
        var query = DelegationQuery()
        (query.grant, query.subject, query.client) = (delegation.grant.handle, "user:default/alice", "catalog")
        (query.limit, query.cursor) = (5, delegation.id.text)
        let page = try await client.listDelegations(query)
        #expect(page == DelegationRecordPage(delegations: [issued.record], nextCursor: delegation.id.text))
        try await client.revokeDelegation(.id(delegation.id.text))
    }

    @Test func `one is redeemed`() async throws {
        let delegation = try Self.delegation()
        let vault = try WireAgreementTests.vault { request in
            guard case .tokenRedeem(let redemption) = request,
                redemption.handle.equals(Secret(copyingTextOf: "vdl_canary")), redemption.scopes?.scopes == ["a"],
                redemption.minimumLifeSeconds == 60, redemption.forceRefresh
            else { return .failure(.sealed) }
            let token = IssuedToken(
                grant: delegation.grant, generation: .first, accessToken: Secret(copyingTextOf: "at"), scopes: .empty,
                expiresAt: Timestamp(seconds: 100))
            return .success(.token(token, now: Timestamp(seconds: 40)))
        }
        let token = try await vault.client().token(
            delegation: SecretText("vdl_canary"), scopes: ["a"], minimumLifeSeconds: 60, forceRefresh: true)
        #expect(token.secret.unprotectedString() == "at")
    }
}
