import Testing
import VaultCore

struct AuthenticationTests {
    @Test func `what a provider said is kept as it said it, but no method twice`() throws {
        let signIn = try Authentication(acr: "urn:example:Gold", amr: ["pwd", "otp", "pwd"], seconds: 1_700_000_000)
        #expect(signIn.acr == "urn:example:Gold")
        #expect(signIn.amr == ["pwd", "otp"])
        #expect(signIn.time == Timestamp(seconds: 1_700_000_000))
    }

    @Test func `nothing said is the unknown sign-in`() throws {
        #expect(try Authentication() == .unknown)
        #expect(Authentication.unknown.acr == nil)
        #expect(Authentication.unknown.amr.isEmpty)
        #expect(Authentication.unknown.time == nil)
    }

    @Test func `characters that only look the same are other methods`() throws {
        #expect(try Authentication(amr: ["OTP", "otp"]).amr == ["OTP", "otp"])
    }

    @Test func `each fact may be as long as its cap, and no longer`() throws {
        _ = try Authentication(
            acr: String(repeating: "a", count: 256),
            amr: (0..<16).map { number in
                String(repeating: "m", count: 62) + (number < 10 ? "0\(number)" : "\(number)")
            }, seconds: 253_402_300_799)
        #expect(throws: InvalidValue(field: "acr", problem: "is longer than 256 bytes")) {
            try Authentication(acr: String(repeating: "a", count: 257))
        }
        #expect(throws: InvalidValue(field: "amr", problem: "is longer than 64 bytes")) {
            try Authentication(amr: [String(repeating: "m", count: 65)])
        }
        #expect(throws: InvalidValue(field: "amr", problem: "has more than 16 values")) {
            try Authentication(amr: (0..<17).map { "m\($0)" })
        }
    }

    @Test(arguments: [Int64.min, -1, 253_402_300_800, .max])
    func `a moment outside of what a provider can mean is refused`(seconds: Int64) {
        #expect(
            throws: InvalidValue(field: "auth_time", problem: "must be seconds since 1970, before the year 10000")
        ) {
            try Authentication(seconds: seconds)
        }
    }

    @Test(arguments: ["", "a\nb", "a\u{0}", "\u{7F}"])
    func `empty texts and control characters are no facts`(text: String) {
        #expect(throws: InvalidValue.self) { try Authentication(acr: text) }
        #expect(throws: InvalidValue.self) { try Authentication(amr: [text]) }
    }
}
