import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Every outcome × rotation rule × what the store holds × age of the intent × try, against a table written by hand.
@Suite struct RefreshDecisionTests {
    enum Stored: CaseIterable { case current, newer, gone }
    enum Age: CaseIterable { case young, old, fromTheFuture }
    enum Outcome: CaseIterable {
        case refreshed, refreshedForAnother, refused, stepUp, consentRequired, blockedByPolicy, clientFault, transient,
            unknown
    }

    struct Case {
        let outcome: Outcome
        let rotation: RotationRule
        let stored: Stored
        let age: Age
        let hasLostAnswer: Bool
        let isSecondTry: Bool
    }

    private static let grace: Int64 = 30
    private static let rotations: [RotationRule] = [
        .none, .rotates, .rotatesWithGrace(seconds: grace), .oldStaysValid, .revokesFamilyOnReuse,
    ]

    static let cases: [Case] = Outcome.allCases.flatMap { outcome in
        rotations.flatMap { rotation in
            Stored.allCases.flatMap { stored in
                Age.allCases.flatMap { age in
                    // A second try always comes after a lost answer.
                    [(false, false), (true, false), (true, true)].map {
                        Case(
                            outcome: outcome, rotation: rotation, stored: stored, age: age, hasLostAnswer: $0.0,
                            isSecondTry: $0.1)
                    }
                }
            }
        }
    }

    @Test func `the table is complete`() { #expect(Self.cases.count == 9 * 5 * 3 * 3 * 3) }

    @Test func `every situation is decided as the table says`() {
        for item in Self.cases {
            #expect(Self.decision(item) == Self.expected(item), "\(item)")
        }
    }

    private static func expected(_ item: Case) -> RefreshDecision {
        switch item.stored {
        case .gone: return .gone
        case .newer: return .readAgain
        case .current: break
        }
        switch item.outcome {
        case .refreshed: return .commit
        case .refreshedForAnother: return .condemn(.subjectMismatch)
        case .refused:
            let rotates = item.rotation != .none && item.rotation != .oldStaysValid
            return .condemn(item.hasLostAnswer && rotates ? .lostRotation : .refreshTokenRefused)
        case .stepUp, .consentRequired, .blockedByPolicy, .clientFault, .transient:
            return item.hasLostAnswer ? .reportAndKeepIntent : .report
        case .unknown: return expectedOfUnknown(item)
        }
    }

    private static func expectedOfUnknown(_ item: Case) -> RefreshDecision {
        let mayRetry: RefreshDecision = item.isSecondTry ? .reportAndKeepIntent : .retry
        switch item.rotation {
        case .none, .oldStaysValid: return mayRetry
        case .rotates, .revokesFamilyOnReuse: return .condemn(.lostRotation)
        case .rotatesWithGrace: return item.age == .young ? mayRetry : .condemn(.lostRotation)
        }
    }

    private static func decision(_ item: Case) -> RefreshDecision {
        let now = Timestamp(seconds: 1_000)
        let sent = Generation(number: 3)
        let stored: Generation? =
            switch item.stored {
            case .current: sent
            case .newer: sent.next
            case .gone: nil
            }
        let intentAt: Timestamp =
            switch item.age {
            case .young: now.adding(seconds: 1 - grace)
            case .old: now.adding(seconds: -grace)
            case .fromTheFuture: now.adding(seconds: 1)
            }
        let situation = RefreshSituation(
            sent: sent, stored: stored, rotation: item.rotation, pin: SubjectPin(sub: "alice", tenant: nil),
            intentAt: intentAt, now: now, hasLostAnswer: item.hasLostAnswer, isSecondTry: item.isSecondTry)
        return RefreshDecision(outcome(item.outcome), situation)
    }

    private static func outcome(_ outcome: Outcome) -> RefreshOutcome {
        switch outcome {
        case .refreshed: .refreshed(Fixtures.tokens("at", identity: SubjectPin(sub: "alice", tenant: "t")))
        case .refreshedForAnother: .refreshed(Fixtures.tokens("at", identity: SubjectPin(sub: "bob", tenant: nil)))
        case .refused: .refused(nil)
        case .stepUp: .stepUp(claims: nil, nil)
        case .consentRequired: .consentRequired(nil)
        case .blockedByPolicy: .blockedByPolicy(nil)
        case .clientFault: .clientFault(nil)
        case .transient: .transient(.unreachable, retryAfterSeconds: nil)
        case .unknown: .unknown(.noAnswer)
        }
    }
}
