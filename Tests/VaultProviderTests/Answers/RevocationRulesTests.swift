import Testing
import VaultCore
import VaultFetchWire

@testable import VaultProvider

@Suite struct RevocationRulesTests {
    @Test(arguments: [
        (200 as UInt16, "", RevocationOutcome.revoked), (200, "{}", .revoked), (204, "", .revoked),
        (200, "<html>", .revoked), (400, #"{"error":"invalid_token"}"#, .revoked),
        (400, #"{"error":"invalid_grant"}"#, .revoked),
        (400, #"{"error":"unsupported_token_type"}"#, .refused(ProviderErrorCode("unsupported_token_type"))),
        (401, #"{"error":"invalid_client"}"#, .refused(ProviderErrorCode("invalid_client"))),
        (200, #"{"error":"invalid_client"}"#, .refused(ProviderErrorCode("invalid_client"))),
        (404, "", .refused(nil)), (403, "<html>", .refused(nil)),
        (429, "", .retry(.rateLimited, afterSeconds: 9)), (503, "", .retry(.serverError, afterSeconds: 9)),
        (500, #"{"error":"invalid_token"}"#, .retry(.serverError, afterSeconds: 9)),
        (400, #"{"error":"temporarily_unavailable"}"#, .retry(.serverError, afterSeconds: 9)),
        (302, "", .retry(.badAnswer, afterSeconds: nil)),
    ])
    func `an answer of the revocation endpoint`(status: UInt16, body: String, outcome: RevocationOutcome) {
        let rules = RevocationRules(now: Timestamp(seconds: 0))
        #expect(rules.outcome(of: Samples.reply(status, body, retryAfter: "9")) == outcome)
    }

    @Test func `no answer is asked for again`() {
        let rules = RevocationRules(now: Timestamp(seconds: 0))
        #expect(rules.outcome(of: .unanswered(.deadline)) == .retry(.noAnswer, afterSeconds: nil))
        #expect(rules.outcome(of: .tooLarge(status: 200)) == .retry(.noAnswer, afterSeconds: nil))
        #expect(rules.outcome(of: .notSent(.connectionRefused)) == .retry(.unreachable, afterSeconds: nil))
        #expect(rules.outcome(of: .notSent(.badRequest)) == .refused(nil))
    }
}
