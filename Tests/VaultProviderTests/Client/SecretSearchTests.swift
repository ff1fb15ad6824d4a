import Testing
import VaultCore

@testable import VaultProvider

/// The search for the accepted one of several secrets, without any request.
@Suite struct SecretSearchTests {
    private static let wrong = ProviderErrorCode("invalid_client")
    private static let refused = SecretSearch.Verdict.refused(wrong)

    /// Every step, given what each is answered.
    private func steps(_ search: SecretSearch, _ verdicts: SecretSearch.Verdict...) -> [SecretSearch.Step] {
        var search = search
        return [search.next(after: nil)] + verdicts.map { search.next(after: $0) }
    }

    private func fresh(_ count: Int = 2) -> SecretSearch { SecretSearch(count: count, first: nil, noticesWrong: false) }

    @Test func `a secret is accepted once another was refused`() {
        #expect(steps(fresh(3), Self.refused, .accepted) == [.ask(0), .ask(1), .end(.accepted(1))])
    }

    @Test func `the first one that is taken is tried against a wrong one`() {
        #expect(steps(fresh(), .accepted, Self.refused) == [.ask(0), .askWithWrong, .end(.accepted(0))])
    }

    @Test func `where a wrong one is taken, too, nothing can be told`() {
        #expect(steps(fresh(), .accepted, .accepted) == [.ask(0), .askWithWrong, .end(.indistinct)])
    }

    @Test func `a provider that is known to notice is asked once, with the last one first`() {
        let later = SecretSearch(count: 3, first: 2, noticesWrong: true)
        #expect(steps(later, .accepted) == [.ask(2), .end(.accepted(2))])
        #expect(steps(later, Self.refused, Self.refused, .accepted) == [.ask(2), .ask(0), .ask(1), .end(.accepted(1))])
    }

    @Test func `when none is accepted the first code is told`() {
        let other = SecretSearch.Verdict.refused(ProviderErrorCode("unauthorized_client"))
        #expect(
            steps(fresh(3), .refused(nil), Self.refused, other) == [
                .ask(0), .ask(1), .ask(2), .end(.noneAccepted(Self.wrong)),
            ])
    }

    @Test func `an answer that tells nothing ends it at any step`() {
        let nothing = SecretSearch.Verdict.undecided(.rateLimited, retryAfterSeconds: 7)
        let end = SecretSearch.Step.end(.undecided(.rateLimited, retryAfterSeconds: 7))
        #expect(steps(fresh(), nothing) == [.ask(0), end])
        #expect(steps(fresh(), Self.refused, nothing) == [.ask(0), .ask(1), end])
        #expect(steps(fresh(), .accepted, nothing) == [.ask(0), .askWithWrong, end])
    }

    @Test func `only a refused token is a secret that was accepted`() {
        let tokens = RefreshedTokens(accessToken: Secret(copyingTextOf: "at"), expiresInSeconds: 1)
        let cases: [(RefreshOutcome, SecretSearch.Verdict)] = [
            (.refused(nil), .accepted), (.clientFault(Self.wrong), Self.refused),
            (.transient(.serverError, retryAfterSeconds: 3), .undecided(.serverError, retryAfterSeconds: 3)),
            (.unknown(.noAnswer), .undecided(.noAnswer, retryAfterSeconds: nil)),
            (.refreshed(tokens), .undecided(.badAnswer, retryAfterSeconds: nil)),
            (.stepUp(claims: nil, nil), .undecided(.badAnswer, retryAfterSeconds: nil)),
        ]
        for (outcome, verdict) in cases { #expect(SecretSearch.Verdict(outcome) == verdict) }
    }
}
