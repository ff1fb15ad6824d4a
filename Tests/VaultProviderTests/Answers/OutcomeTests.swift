import Testing
import VaultCore
import VaultFetchWire

@testable import VaultProvider

@Suite struct OutcomeTests {
    private static let now = Timestamp(seconds: 1_700_000_000)

    private static func word(
        _ outcome: FetchOutcome, sentScopes: Bool = false, _ change: (inout ProviderSettings) -> Void = { _ in }
    ) throws -> String {
        OutcomeRules(provider: try Samples.provider(change), sentScopes: sentScopes, now: now).outcome(of: outcome).word
    }

    private static func error(_ code: String, _ more: String = "") -> String { #"{"error":"\#(code)"\#(more)}"# }

    @Test(arguments: [
        "invalid_grant", "bad_refresh_token", "invalid_refresh_token", "token_expired", "token_revoked",
        "expired_token",
        "invalid_token",
    ])
    func `a dead refresh token is told with any of its words, status and all`(code: String) throws {
        for status: UInt16 in [200, 400, 401, 403] {
            #expect(try Self.word(Samples.reply(status, Self.error(code))) == "refused \(code)")
        }
    }

    @Test(arguments: [
        "invalid_client", "unauthorized_client", "unsupported_grant_type", "incorrect_client_credentials",
        "redirect_uri_mismatch", "access_denied", "bad_client_secret", "invalid_dpop_proof",
    ])
    func `a fault of the client condemns no grant`(code: String) throws {
        for status: UInt16 in [200, 400, 401, 403] {
            #expect(try Self.word(Samples.reply(status, Self.error(code))) == "client \(code)")
        }
    }

    @Test func `a sign-in that is needed carries the provider's claims`() throws {
        let claims = #","claims":"{\"access_token\":{}}""#
        #expect(
            try Self.word(Samples.reply(400, Self.error("interaction_required", claims)))
                == #"step-up {"access_token":{}} interaction_required"#)
        #expect(try Self.word(Samples.reply(400, Self.error("login_required"))) == "step-up - login_required")
        #expect(try Self.word(Samples.reply(403, Self.error("mfa_required"))) == "step-up - mfa_required")
        #expect(
            try Self.word(Samples.reply(400, Self.error("invalid_grant", claims)))
                == #"step-up {"access_token":{}} invalid_grant"#)
        #expect(
            try Self.word(Samples.reply(400, Self.error("invalid_grant", #","error_subtype":"invalid_rapt""#)))
                == "step-up - invalid_grant")
    }

    @Test(arguments: [
        (50_076, "step-up - invalid_grant"), (53_003, "policy invalid_grant"), (65_001, "consent invalid_grant"),
        (700_082, "refused invalid_grant"), (7_000_215, "client invalid_grant"),
        (50_196, "transient server_error -"), (1, "refused invalid_grant"),
    ])
    func `the numbers of Entra say more than the code beside them`(number: Int, word: String) throws {
        #expect(
            try Self.word(Samples.reply(400, Self.error("invalid_grant", #","error_codes":[\#(number)]"#))) == word)
    }

    @Test(
        arguments: [
            (#","error_codes":[7,50076]"#, "50076"), (#","error_codes":[123,456]"#, "123"),
            (#","error_codes":[1234567890]"#, nil), (#","suberror":"basic_action","error_codes":[-1]"#, "basic_action"),
            (#","error_subtype":"invalid_rapt""#, "invalid_rapt"), (#","suberror":"rt-1234 of alice""#, nil), ("", nil),
        ] as [(String, String?)])
    func `the audit log is told what the provider says more precisely, where it is a number or a plain word`(
        more: String, detail: String?
    ) throws {
        let outcome = OutcomeRules(provider: try Samples.provider(), sentScopes: false, now: Self.now)
            .outcome(of: Samples.reply(400, Self.error("invalid_grant", more)))
        #expect(try #require(outcome.providerError).detail == detail)
    }

    @Test func `consent and scopes`() throws {
        #expect(try Self.word(Samples.reply(400, Self.error("consent_required"))) == "consent consent_required")
        let scope = Samples.reply(400, Self.error("invalid_scope"))
        #expect(try Self.word(scope, sentScopes: true) == "consent invalid_scope")
        #expect(try Self.word(scope, sentScopes: false) == "client invalid_scope")
    }

    @Test(
        arguments: [
            (429, "", "7", "transient rate_limited 7"), (429, "<html>", nil, "transient rate_limited -"),
            (503, "", "120", "transient server_error 120"), (500, "{}", nil, "transient server_error -"),
            (502, "<html>bad gateway</html>", nil, "transient server_error -"),
            (500, #"{"error":"server_error"}"#, nil, "transient server_error -"),
            (500, #"{"error":"invalid_grant"}"#, nil, "transient server_error -"),
            (400, #"{"error":"temporarily_unavailable"}"#, "3", "transient server_error 3"),
            (400, #"{"error":"slow_down"}"#, nil, "transient rate_limited -"),
            (400, #"{"error":"invalid_request"}"#, nil, "transient bad_answer -"),
            (400, #"{"error":"never_heard_of"}"#, nil, "transient bad_answer -"),
            (200, #"{"error":"never_heard_of"}"#, nil, "transient bad_answer -"),
            (400, "<html>blocked</html>", nil, "transient bad_answer -"), (403, "", nil, "transient bad_answer -"),
            (408, "", nil, "transient bad_answer -"),
        ] as [(UInt16, String, String?, String)])
    func `what may pass condemns nothing`(status: UInt16, body: String, wait: String?, word: String) throws {
        #expect(try Self.word(Samples.reply(status, body, retryAfter: wait)) == word)
    }

    @Test func `a bare 400 is how one server refuses a dead token`() throws {
        #expect(try Self.word(Samples.reply(400, "", type: nil)) == "refused -")
        #expect(try Self.word(Samples.reply(400, "", type: "text/html")) == "transient bad_answer -")
        #expect(try Self.word(Samples.reply(400, "{}", type: nil)) == "transient bad_answer -")
    }

    @Test(arguments: [401 as UInt16, 404, 405, 410, 415])
    func `a refusal without a word is the client's or the address's fault`(status: UInt16) throws {
        #expect(try Self.word(Samples.reply(status, "")) == "client -")
    }

    @Test(arguments: [
        (200 as UInt16, ""), (200, "<html>Sign in</html>"), (200, "{}"), (200, #"{"access_token":5}"#),
        (200, #"{"access_token":"a","access_token":"b"}"#), (204, ""), (200, #"{"access_token":"a""#),
        (301, ""), (302, #"{"access_token":"a"}"#), (304, ""), (307, ""), (308, ""), (100, ""), (600, ""), (999, ""),
        (500, #"{"access_token":"a","refresh_token":"b"}"#), (500, #"{"access_token":5}"#),
        (400, #"{"access_token":"a"}"#), (200, #"{"access_token":"a","error":"invalid_grant"}"#),
    ])
    func `where a rotation may have happened the outcome is not known`(status: UInt16, body: String) throws {
        #expect(try Self.word(Samples.reply(status, body)) == "unknown bad_answer")
    }

    @Test func `tokens are taken from any success`() throws {
        #expect(try Self.word(Samples.reply(200, #"{"access_token":"at","expires_in":60}"#)) == "refreshed at 60")
        #expect(try Self.word(Samples.reply(201, #"{"access_token":"at"}"#)) == "refreshed at 300")
        #expect(
            try Self.word(Samples.reply(200, "access_token=at", type: "text/plain")) { $0.answerForm = .form }
                == "refreshed at 300")
        #expect(try Self.word(Samples.reply(200, #"{"access_token":"at"}"#, type: nil)) == "refreshed at 300")
    }

    @Test(arguments: FetchNotSent.allCases) func `what was certainly not sent used no token`(reason: FetchNotSent)
        throws
    {
        let word = try Self.word(.notSent(reason))
        #expect(word == (reason == .badRequest ? "client -" : "transient unreachable -"))
    }

    @Test(arguments: FetchUnanswered.allCases) func `a lost answer is not known`(reason: FetchUnanswered) throws {
        #expect(try Self.word(.unanswered(reason)) == "unknown no_answer")
        #expect(try Self.word(.tooLarge(status: 200)) == "unknown no_answer")
    }

    @Test func `no text of the provider gets into an outcome`() throws {
        let words = [
            try Self.word(Samples.reply(400, Self.error("leak token=abc", #","error_description":"abc""#))),
            try Self.word(Samples.reply(200, #"{"error":"invalid grant abc"}"#)),
            try Self.word(Samples.reply(500, #"{"error":"abc","error_description":"select abc"}"#)),
        ]
        #expect(words.allSatisfy { !$0.contains("abc") })
    }

    @Test(
        arguments: [
            ("0", 1), ("1", 1), ("120", 120), ("1000000000", 3600), ("-1", nil), ("1.5", nil), ("soon", nil),
            ("", nil), ("Tue, 14 Nov 2023 22:14:20 GMT", 60), ("Tue, 14 Nov 2023 22:13:20 GMT", 1),
            ("Tue, 14 Nov 2000 22:13:20 GMT", 1), ("Thu, 31 Dec 2099 23:59:59 GMT", 3600),
            ("Tue, 14 Nov 2023 25:00:00 GMT", nil), ("Tue, 14 Foo 2023 22:14:20 GMT", nil),
            ("Tue, 14 Nov 2023 22:14:20 UTC", nil), ("Tuesday, 14-Nov-23 22:14:20 GMT", nil),
        ] as [(String, Int64?)])
    func `Retry-After is seconds or a date, and never longer than an hour`(text: String, seconds: Int64?) {
        #expect(RetryAfter.seconds(text, now: Self.now) == seconds)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0 as Int64), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400), ("Fri, 01 Mar 2024 12:00:00 GMT", 1_709_294_400),
    ])
    func `a date is counted right`(text: String, seconds: Int64) {
        #expect(HTTPDate.parse(text)?.seconds == seconds)
    }

    @Test(
        arguments: [
            ("application/json", true), ("application/json; charset=utf-8", true), ("APPLICATION/JSON", true),
            ("application/problem+json", true), ("text/html", false), ("application/x-www-form-urlencoded", false),
            ("", false), (nil, false),
        ] as [(String?, Bool)])
    func `a content type says JSON or not`(type: String?, isJSON: Bool) {
        #expect(FetchReply(status: 200, contentType: type).isJSON == isJSON)
    }
}
