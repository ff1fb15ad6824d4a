import Testing
import VaultCore
import VaultJSON
import VaultWire

@testable import VaultClient

/// What the vault writes about a user as a whole is what the client reads.
@Suite(.timeLimit(.minutes(5))) struct SubjectAgreementTests {
    @Test func `what became of a user arrives with all that is known`() async throws {
        let bob = try Subject("user:default/bob")
        let facts = SubjectFacts(
            subject: bob, disabledAt: Timestamp(seconds: 4), grants: 1, sessions: 2, delegations: 3,
            pendingRevocations: 5)
        let grant = Grant(
            id: try #require(GrantID(rawValue: 7)), subject: bob, provider: try ProviderName("acme"),
            account: try Account("a"),
            scopes: .empty, createdAt: Timestamp(seconds: 1), updatedAt: Timestamp(seconds: 1))
        let vault = try WireAgreementTests.vault { request in
            switch request {
            case .subjectShow(bob), .subjectEnable(bob): .success(.subject(facts))
            case .subjectRevoke(bob), .subjectDisable(bob):
                .success(
                    .subjectEnded(
                        SubjectReceipt(
                            subject: bob, isDisabled: true, sessions: 2, delegations: 3,
                            grants: [.init(of: grant, .queued)])))
            default: .failure(.subjectDisabled)
            }
        }
        let client = try vault.client()
        let shown = SubjectSummary(
            subject: bob.text, disabledAt: 4, grants: 1, sessions: 2, delegations: 3, pendingRevocations: 5)
        #expect(try await client.subject(bob.text) == shown)
        #expect(try await client.enableSubject(bob.text) == shown)
        let ended = SubjectRevocation(
            subject: bob.text, isDisabled: true, sessions: 2, delegations: 3,
            grants: [.init(grant: grant.id.handle, provider: "acme", account: "a", upstream: "queued")])
        #expect(try await client.revokeSubject(bob.text) == ended)
        #expect(try await client.disableSubject(bob.text) == ended)
        guard case .refused(let error)? = await failure({ () throws(VaultClientError) in try await client.ping() })
        else {
            Issue.record("no refusal")
            return
        }
        #expect(error.kind == .subjectDisabled && error.type == "subject_disabled" && !error.isRetryable)
    }
}
