import Testing
import VaultCore
import VaultJSON
import VaultWire

@testable import VaultClient

/// What the client sends of the audit log is what the daemon reads, and the other way round.
@Suite(.timeLimit(.minutes(5))) struct AuditAgreementTests {
    @Test func `a search arrives with all that it asks for, and the records as they stand in the log`() async throws {
        var question = AuditQuestion()
        question.subject = try Subject("user:default/alice")
        question.client = try ClientName("catalog")
        question.provider = try ProviderName("github")
        question.grant = GrantID(rawValue: 7)
        question.session = SessionID(rawValue: 8)
        question.method = .tokenGet
        question.kind = .tokenServed
        question.outcome = .allow
        question.since = Timestamp(seconds: 10)
        question.until = Timestamp(seconds: 20)
        question.after = 30
        question.newest = true
        question.limit = 40
        let asked = question
        var finding = AuditFinding()
        finding.records = [Array(#"{"seq":31,"kind":"token_served","subject":"a \"b\""}"#.utf8)]
        finding.reached = 31
        finding.isCut = true
        let answer = finding
        let vault = try WireAgreementTests.vault { request in
            guard case .auditFind(asked, let token) = request, token?.count == 4 else { return .failure(.sealed) }
            return .success(.auditFound(answer))
        }
        var query = AuditQuery()
        query.subject = "user:default/alice"
        query.client = "catalog"
        query.provider = "github"
        query.grant = asked.grant?.handle
        query.session = asked.session?.text
        query.method = "token.get"
        query.kind = "token_served"
        query.outcome = "allow"
        query.since = 10
        query.until = 20
        query.after = 30
        query.newest = true
        query.limit = 40
        query.token = SecretText("at-1")
        let read = try await vault.client().perform(.findRecords(query)).auditFinding()
        #expect(read.reached == 31 && read.isCut && read.records.count == 1)
        #expect(read.records.first?.value["subject"]?.string == "a \"b\"")
    }

    @Test func `a verification arrives with the flaw as a sentence`() async throws {
        var report = AuditReport()
        report.records = 1...7
        report.sealed = 6
        report.unsealed = 5...7
        report.flaw = AuditFlaw(kind: .missing(upTo: 9), sequence: 8, file: "/audit.jsonl", line: 4)
        let answer = report
        let vault = try WireAgreementTests.vault { request in
            guard case .auditVerify = request else { return .failure(.sealed) }
            return .success(.auditReport(answer))
        }
        let read = try await vault.client().perform(.verifyAudit).auditReport()
        #expect(!read.isWhole && read.from == 1 && read.to == 7 && read.sealed == 6 && read.unsealed == 3)
        #expect(read.flaw == "/audit.jsonl:4: records 8 to 9 are missing")
    }
}
