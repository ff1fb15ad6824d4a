import Testing
import VaultTestSupport

@testable import VaultCore

@Suite struct `What a rule requires of a sign-in` {
    private let now = Timestamp(milliseconds: 1_700_000_000_500)

    private func signIn(_ acr: String? = nil, _ amr: [String] = [], ago seconds: Int64? = nil) throws -> Authentication
    {
        try Authentication(acr: acr, amr: amr, seconds: seconds.map { 1_700_000_000 - $0 })
    }

    @Test func `is nothing where it names nothing`() {
        #expect(SignInTerms.none.isEmpty)
        #expect(SignInTerms.none.shortfall(of: .unknown, at: now) == nil)
        #expect(RuleTerms.none.isEmpty && !RuleTerms(signIn: SignInTerms(amr: ["otp"])).isEmpty)
    }

    @Test func `is one of the classes, letter by letter`() throws {
        let terms = SignInTerms(acr: ["gold", "silver"])
        #expect(terms.shortfall(of: try signIn("silver"), at: now) == nil)
        for other in [nil, "bronze", "Gold", "gold silver"] {
            #expect(terms.shortfall(of: try signIn(other), at: now) == .acr)
        }
    }

    @Test func `is all of the methods, whatever others were used`() throws {
        let terms = SignInTerms(amr: ["otp", "pwd"])
        #expect(terms.shortfall(of: try signIn(nil, ["pwd", "kba", "otp"]), at: now) == nil)
        for others in [[], ["otp"], ["OTP", "pwd"]] {
            #expect(terms.shortfall(of: try signIn(nil, others), at: now) == .amr)
        }
    }

    @Test func `is an age that is kept to the second`() throws {
        let terms = SignInTerms(maximumAgeSeconds: 3_600)
        let moment = Timestamp(seconds: 1_700_000_000)
        #expect(terms.shortfall(of: try signIn(ago: 3_600), at: moment) == nil)
        #expect(terms.shortfall(of: try signIn(ago: 3_600), at: now) == .tooLongAgo)
        #expect(terms.shortfall(of: try signIn(ago: 3_601), at: moment) == .tooLongAgo)
        #expect(terms.shortfall(of: try signIn("gold", ["otp"]), at: moment) == .timeUnknown)
    }

    @Test func `believes a clock that is a minute ahead, and no other`() throws {
        let terms = SignInTerms(maximumAgeSeconds: 1)
        let moment = Timestamp(seconds: 1_700_000_000)
        #expect(terms.shortfall(of: try signIn(ago: -60), at: moment) == nil)
        #expect(terms.shortfall(of: try signIn(ago: -61), at: moment) == .timeUnknown)
    }

    @Test func `of two rules is what meets both`() throws {
        let one = SignInTerms(acr: ["gold", "silver"], amr: ["otp"], maximumAgeSeconds: 60)
        let other = SignInTerms(acr: ["silver", "bronze"], amr: ["pwd", "otp"], maximumAgeSeconds: 30)
        #expect(
            one.narrowed(by: other)
                == SignInTerms(acr: ["silver"], amr: ["otp", "pwd"], maximumAgeSeconds: 30))
        #expect(one.narrowed(by: .none) == one && SignInTerms.none.narrowed(by: one) == one)
        #expect(SignInTerms(acr: ["gold"]).narrowed(by: SignInTerms(acr: ["iron"])).acr == [])
    }

    @Test func `stops a token with all that is wanted, or says that nothing could be`() throws {
        let terms = RuleTerms(signIn: SignInTerms(acr: ["gold"], amr: ["otp"], maximumAgeSeconds: 60))
        #expect(throws: VaultError.signInRequired(terms.signIn, .amr)) {
            try terms.check(signIn("gold", ["pwd"], ago: 5), now: now)
        }
        try terms.check(signIn("gold", ["otp"], ago: 5), now: now)
        let error = #expect(throws: VaultError.self) {
            try RuleTerms(signIn: SignInTerms(acr: [])).check(signIn("gold"), now: now)
        }
        guard case .permissionDenied = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
    }
}
