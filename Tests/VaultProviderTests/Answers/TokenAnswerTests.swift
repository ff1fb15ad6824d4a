import Testing
import VaultCore
import VaultFetchWire

@testable import VaultProvider

@Suite struct TokenAnswerTests {
    private static func read(_ text: String, form: AnswerForm = .json, isJSON: Bool = true) -> TokenAnswer {
        TokenAnswer(Samples.body(text), shape: AnswerShape(form: form), isJSON: isJSON)
    }

    private static func tokens(_ text: String, form: AnswerForm = .json, isJSON: Bool = true) throws -> RefreshedTokens
    {
        guard case .tokens(let tokens) = read(text, form: form, isJSON: isJSON) else { throw NoTokens() }
        return tokens
    }

    private static func flaw(_ text: String, form: AnswerForm = .json, isJSON: Bool = true) -> AnswerFlaw? {
        guard case .unusable(let flaw) = read(text, form: form, isJSON: isJSON) else { return nil }
        return flaw
    }

    private struct NoTokens: Error {}

    @Test func `a whole answer is read`() throws {
        let tokens = try Self.tokens(
            #"{"access_token":"at","token_type":"bearer","expires_in":3600,"refresh_token":"rt","#
                + #""scope":"b a","refresh_token_expires_in":7200,"extra":[1,{"x":null}]}"#)
        #expect(Samples.text(tokens.accessToken) == "at")
        #expect(tokens.expiresInSeconds == 3600)
        #expect(Samples.text(tokens.refreshToken) == "rt")
        #expect(tokens.refreshTokenExpiresInSeconds == 7200)
        #expect(tokens.scopes == (try ScopeSet(["a", "b"])))
        #expect(tokens.identity == .none)
    }

    @Test func `an access token alone is an answer`() throws {
        let tokens = try Self.tokens(#"{"access_token":"at"}"#)
        #expect(tokens.refreshToken == nil)
        #expect(tokens.refreshTokenExpiresInSeconds == nil)
        #expect(tokens.scopes == nil)
        #expect(tokens.expiresInSeconds == 300)
    }

    @Test(
        arguments: [
            ("3600", 3600), (#""3600""#, 3600), ("1", 1), ("0", 300), ("-1", 300), ("null", 300), (#""""#, 300),
            ("3600.5", 300), ("36e2", 300), ("3600.0", 300), ("1e308", 300), ("9223372036854775808", 300),
            ("9223372036854775807", 366 * 86_400), ("99999999999", 366 * 86_400), (#""-5""#, 300), (#""36 00""#, 300),
            (#""0x10""#, 300), ("true", 300), ("[3600]", 300), ("{}", 300), (#""9999999999999999999999""#, 300),
        ] as [(String, Int64)])
    func `expires_in is a whole number of seconds or the entry's default`(json: String, seconds: Int64) throws {
        #expect(try Self.tokens(#"{"access_token":"at","expires_in":\#(json)}"#).expiresInSeconds == seconds)
    }

    @Test(arguments: ["null", #""""#]) func `no refresh token is said in several ways`(json: String) throws {
        #expect(try Self.tokens(#"{"access_token":"at","refresh_token":\#(json)}"#).refreshToken == nil)
    }

    @Test(arguments: ["5", "true", "[]", "{}", #""a\nb""#, #""a\u0000""#, #""é""#, #""\u007f""#])
    func `an answer with a broken token is not used`(json: String) {
        #expect(Self.flaw(#"{"access_token":\#(json)}"#) == .badTokens)
        #expect(Self.flaw(#"{"access_token":"at","refresh_token":\#(json)}"#) == .badTokens)
    }

    @Test func `tokens are cut off at 16 KiB`() throws {
        let longest = String(repeating: "a", count: Limits.tokenBytes)
        #expect(try Self.tokens(#"{"access_token":"\#(longest)"}"#).accessToken.count == Limits.tokenBytes)
        #expect(Self.flaw(#"{"access_token":"\#(longest)a"}"#) == .badTokens)
        #expect(Self.flaw(#"{"access_token":"at","refresh_token":"\#(longest)a"}"#) == .badTokens)
    }

    @Test(arguments: [
        #"{"access_token":"a","access_token":"b"}"#, #"{"access_token":"a","x":1,"x":2}"#,
        #"{"access_token":"a","access\u005ftoken":"b"}"#, #"{"access_token":"a"} "x""#, #"{"access_token":"a""#,
        #"{"access_token":"a",}"#, "{'access_token':'a'}", #"["access_token"]"#, #""access_token""#, "null", "true",
        "<html><body>Sign in</body></html>", "access_token=a", "\u{FEFF}{\"access_token\":\"a\"}",
        #"{"access_token":"\ud800"}"#, "{\"access_token\":\"a\u{1}\"}",
    ])
    func `an answer that is not one strict JSON object is not used`(text: String) {
        #expect(Self.flaw(text) == .malformed)
    }

    @Test func `bytes that are no UTF-8, deep nesting and too many members are not used`() {
        let broken = WipedBytes(copying: Array(#"{"access_token":""#.utf8) + [0xFF] + Array(#""}"#.utf8))
        guard case .unusable(.malformed) = TokenAnswer(broken, shape: AnswerShape(), isJSON: true) else {
            Issue.record("invalid UTF-8 was used")
            return
        }
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(Self.flaw(#"{"access_token":"a","x":\#(deep)}"#) == .malformed)
        let many = (0..<1000).map { #""m\#($0)":1"# }.joined(separator: ",")
        #expect(Self.flaw(#"{"access_token":"a",\#(many)}"#) == .malformed)
    }

    @Test(arguments: ["", " ", "\r\n\t "]) func `an empty body is told apart`(text: String) {
        #expect(Self.flaw(text) == .empty)
        #expect(Self.flaw(text, form: .form, isJSON: false) == .empty)
    }

    @Test(arguments: ["{}", #"{"token":"a"}"#, #"{"access_token":null}"#, #"{"access_token":""}"#, #"{"error":null}"#])
    func `an object with neither tokens nor an error is neither`(text: String) {
        #expect(Self.flaw(text) == .neither)
    }

    @Test func `tokens and an error in one answer are not used`() {
        #expect(Self.flaw(#"{"access_token":"a","error":"invalid_grant"}"#) == .badTokens)
    }

    @Test(arguments: [
        (#""a b""#, ["a", "b"]), (#""a  b a""#, ["a", "b"]), (#""repo,gist""#, ["gist", "repo"]),
        (#"["x","y"]"#, ["x", "y"]), (#""a,b c""#, ["a,b", "c"]),
    ])
    func `scopes come with spaces, with commas or as a list`(json: String, scopes: [String]) throws {
        #expect(try Self.tokens(#"{"access_token":"at","scope":\#(json)}"#).scopes?.scopes == scopes)
        #expect(try Self.tokens(#"{"access_token":"at","scopes":\#(json)}"#).scopes?.scopes == scopes)
    }

    @Test(arguments: [#""a\"b""#, #""a\u0007""#, "5", "[1]", #""""#, "null"])
    func `scopes that are none are as if not sent`(json: String) throws {
        #expect(try Self.tokens(#"{"access_token":"at","scope":\#(json)}"#).scopes == nil)
    }

    @Test func `a form answer is read where the entry says so`() throws {
        let tokens = try Self.tokens(
            "access_token=gho_1%2B&expires_in=28800&refresh_token=ghr+1&scope=repo%2Cgist&token_type=bearer",
            form: .form, isJSON: false)
        #expect(Samples.text(tokens.accessToken) == "gho_1+")
        #expect(Samples.text(tokens.refreshToken) == "ghr 1")
        #expect(tokens.expiresInSeconds == 28_800)
        #expect(tokens.scopes?.scopes == ["gist", "repo"])
    }

    @Test func `a server of the form kind may still answer in JSON`() throws {
        #expect(Samples.text(try Self.tokens(#"{"access_token":"at"}"#, form: .form).accessToken) == "at")
    }

    @Test(arguments: ["access_token=a&access_token=b", "access_token=%zz", "access_token", "=a", "a=b&&c=d", "<html>"])
    func `a form answer that is not one is not used`(text: String) {
        #expect(Self.flaw(text, form: .form, isJSON: false) == .malformed)
    }

    @Test func `a form answer with too many members is not used`() {
        let text = (0..<65).map { "m\($0)=1" }.joined(separator: "&")
        #expect(Self.flaw(text, form: .form, isJSON: false) == .malformed)
    }

    @Test func `an error keeps its code only as a short plain word`() throws {
        func error(_ text: String) throws -> TokenError {
            guard case .error(let error) = Self.read(text) else { throw NoTokens() }
            return error
        }
        #expect(try error(#"{"error":"invalid_grant"}"#).code?.text == "invalid_grant")
        #expect(try error(#"{"error":"token abc123 is bad"}"#).code == nil)
        #expect(try error(#"{"error":"ghr_1B4a2e77838347a7E420ce178F2E7c6912E169246c"}"#).code == nil)
        #expect(try error(#"{"error":"xoxe-1-my0xbase64"}"#).code == nil)
        #expect(try error(#"{"error":"é"}"#).code == nil)
        #expect(try error(#"{"error":"\#(String(repeating: "a", count: 65))"}"#).code == nil)
        #expect(try error(#"{"error":5}"#).code == nil)
        #expect(try error(#"{"error":{"code":1}}"#).code == nil)
        #expect(try error(#"{"error":"x","error_description":"secret"}"#) == TokenError(code: ProviderErrorCode("x")))
    }

    @Test func `a claims challenge is kept only as a JSON object`() throws {
        func claims(_ json: String) -> String? {
            guard case .error(let error) = Self.read(#"{"error":"interaction_required","claims":\#(json)}"#) else {
                return nil
            }
            return error.claims
        }
        #expect(claims(#""{\"access_token\":{\"acrs\":{}}}""#) == #"{"access_token":{"acrs":{}}}"#)
        #expect(claims(#""not json""#) == nil)
        #expect(claims(#""[]""#) == nil)
        #expect(claims(#"{"a":1}"#) == nil)
        #expect(claims(#""{\"a\":\"\#(String(repeating: "a", count: 5000))\"}""#) == nil)
    }

    /// `{"sub":"u1","tid":"t1"}` and friends between a header and a signature that nobody looks at.
    @Test(arguments: [
        ("h.eyJzdWIiOiJ1MSIsInRpZCI6InQxIn0.s", SubjectPin(sub: "u1", tenant: "t1")),
        ("h.eyJzdWIiOiJ1MSJ9.", SubjectPin(sub: "u1", tenant: nil)),
        ("h.eyJzdWIiOjV9.s", .none), ("h.e30.s", .none), ("h.e30", .none), ("h.!!.s", .none), ("", .none),
        ("h.eyJzdWIiOiJhIiwic3ViIjoiYiJ9.s", .none),
    ])
    func `the identity token says whom the tokens are for`(token: String, pin: SubjectPin) throws {
        #expect(try Self.tokens(#"{"access_token":"at","id_token":"\#(token)"}"#).identity == pin)
        #expect(try Self.tokens(#"{"access_token":"at","id_token":"\#(token)"}"#).named == .none)
    }

    @Test func `whom an answer names itself is read, too`() throws {
        let answer = try Self.tokens(#"{"access_token":"at","sub":"mallory","tid":"t2"}"#)
        #expect(answer.named == SubjectPin(sub: "mallory", tenant: "t2") && answer.identity == .none)
    }

    @Test(arguments: 0..<8) func `changed answers never trap and never give a broken token`(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let whole = Array(
            #"{"access_token":"at","expires_in":3600,"refresh_token":"rt","scope":"a b","error_codes":[1]}"#.utf8)
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            let form: AnswerForm = Bool.random(using: &numbers) ? .json : .form
            let answer = TokenAnswer(
                WipedBytes(copying: bytes), shape: AnswerShape(form: form), isJSON: Bool.random(using: &numbers))
            guard case .tokens(let tokens) = answer else { continue }
            #expect(tokens.accessToken.withBytes { !$0.isEmpty && $0.allSatisfy { 0x20...0x7E ~= $0 } })
            #expect(tokens.expiresInSeconds > 0)
        }
    }
}
