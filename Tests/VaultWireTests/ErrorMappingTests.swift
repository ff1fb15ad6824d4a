import Testing
import VaultCore
import VaultJSON

@testable import VaultWire

struct ErrorMappingTests {
    /// One of each case, as the mapping must answer them for ever: type, code, retryable.
    static let all: [(VaultError, String, Int, Bool)] = [
        (.permissionDenied(reason: ""), "permission_denied", -32001, false),
        (.notFound(what: "grant"), "not_found", -32002, false),
        (.conflict(reason: "several_accounts"), "conflict", -32003, false),
        (.sealed, "sealed", -32004, true),
        (.staysSealed(SealProblem(.wrongKey, "it is wrong; give another")), "sealed", -32004, true),
        (.sealNotChanged(SealProblem(.busy, "others are at it")), "conflict", -32003, false),
        (.rateLimited(retryAfterMilliseconds: 250), "rate_limited", -32005, true),
        (.overloaded(reason: "in_flight", retryAfterMilliseconds: 50), "overloaded", -32006, true),
        (.scopeExceeded(scopes: ["admin"]), "scope_exceeded", -32007, false),
        (
            .reauthRequired(.lostRotation, providerError: ProviderErrorCode("invalid_grant")), "reauth_required",
            -32010, false
        ),
        (.stepUpRequired(claims: #"{"id_token":{}}"#, providerError: nil), "step_up_required", -32011, false),
        (
            .signInRequired(SignInTerms(acr: ["gold", "silver"], amr: ["otp"], maximumAgeSeconds: 3_600), .acr),
            "step_up_required", -32011, false
        ),
        (.consentRequired(providerError: ProviderErrorCode("consent_required")), "consent_required", -32012, false),
        (.blockedByPolicy(providerError: nil), "blocked_by_policy", -32013, false),
        (.providerUnavailable(reason: .noAnswer, retryAfterMilliseconds: 1_000), "provider_unavailable", -32020, true),
        (.subjectDisabled, "subject_disabled", -32008, false),
        (.invalidParams(InvalidValue(field: "subject", problem: "is empty")), "invalid_params", -32602, false),
        (.internal(reason: "store"), "internal", -32603, false),
    ]

    @Test(arguments: all)
    func `every error keeps its type, code and whether to try again`(
        error: VaultError, type: String, code: Int, retryable: Bool
    ) throws {
        let object = try JSONDocument(parsing: Array(written(WireError(error)).utf8)).root["error"]
        #expect(object?["code"]?.integer == Int64(code))
        #expect(object?["data"]?["type"]?.string == type)
        #expect(object?["data"]?["retryable"]?.bool == retryable)
        let message = try #require(object?["message"]?.string)
        #expect(
            message.first?.isLowercase == true && !message.hasSuffix(".")
                && message.contains(where: { $0 == ":" || $0 == " " }))
    }

    @Test func `a misconfigured client names provider and code`() throws {
        let error = WireError(
            .clientMisconfigured(
                provider: try ProviderName("entra"), providerError: ProviderErrorCode("invalid_client")))
        #expect(
            written(error).hasSuffix(
                #""data":{"type":"client_misconfigured","retryable":false,"provider":"entra","provider_error":"invalid_client"}}}"#
            ))
        #expect(error.code == -32021)
    }

    @Test func `a sealed vault tells the reason as a word, and nobody but operators the rest`() {
        for reason in SealReason.allCases {
            let error = WireError(.sealedBecause(reason))
            #expect(error.type == .sealed)
            #expect(error.reason == reason.rawValue)
        }
        #expect(WireError(.sealedBecause(.rollbackDetected)).message.contains("accept"))
    }

    @Test func `a seal that stays tells the reason as a word and the advice as a sentence`() {
        let error = WireError(.staysSealed(SealProblem(.wrongKey, "it is wrong; give another")))
        #expect(error.reason == "wrong_seal_key")
        #expect(error.message == "the vault stays sealed: it is wrong; give another")
    }

    @Test func `data carries what the type needs`() {
        #expect(written(WireError(.rateLimited(retryAfterMilliseconds: 250))).contains(#""retry_after_ms":250"#))
        #expect(written(WireError(.scopeExceeded(scopes: ["a", "b"]))).contains(#""scopes":["a","b"]"#))
        #expect(
            written(WireError(.stepUpRequired(claims: #"{"x":1}"#, providerError: nil))).contains(
                #""claims":"{\"x\":1}""#))
        #expect(
            written(WireError(.invalidParams(InvalidValue(field: "pin.sub", problem: "is empty")))).contains(
                #""field":"pin.sub""#))
        let reauth = WireError(.reauthRequired(.subjectMismatch, providerError: ProviderErrorCode("x")))
        #expect(reauth.reason == "subject_mismatch" && reauth.providerError == "x")
    }

    @Test func `a sign-in that is wanted is told as an authentication request takes it, with all of it`() {
        let terms = SignInTerms(acr: ["gold", "silver"], amr: ["otp", "pwd"], maximumAgeSeconds: 3_600)
        #expect(
            written(WireError(.signInRequired(terms, .tooLongAgo))).hasSuffix(
                #""data":{"type":"step_up_required","retryable":false,"reason":"signed_in_too_long_ago","#
                    + #""acr_values":"gold silver","amr_values":["otp","pwd"],"max_age":3600}}}"#))
        let age = written(WireError(.signInRequired(SignInTerms(maximumAgeSeconds: 60), .timeUnknown)))
        #expect(!age.contains("acr_values") && !age.contains("amr_values") && age.contains(#""max_age":60"#))
        for shortfall in SignInTerms.Shortfall.allCases {
            #expect(WireError(.signInRequired(terms, shortfall)).reason == shortfall.rawValue)
        }
    }

    @Test func `a reason that is a word is for programs, one that is a clause ends the sentence`() {
        let word = WireError(.conflict(reason: "several_accounts"))
        #expect(word.reason == "several_accounts" && !word.message.contains("several_accounts"))
        let clause = WireError(.conflict(reason: "this subject has 2 grants there, name the account"))
        #expect(clause.reason == nil && clause.message.hasSuffix(": this subject has 2 grants there, name the account"))
    }

    @Test func `no two types share a code, and ours lie in the range for servers`() {
        let codes = ErrorType.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        let reserved: [ErrorType] = [.parseError, .invalidRequest, .methodNotFound, .invalidParams, .internal]
        for type in ErrorType.allCases where !reserved.contains(type) {
            #expect((-32099 ... -32000).contains(type.code))
        }
    }

    @Test func `an error for what had no id is written with null`() {
        #expect(written(WireError(.sealed), id: .null).hasPrefix(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32004"#))
    }
}
