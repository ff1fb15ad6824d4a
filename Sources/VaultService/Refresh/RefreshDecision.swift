import VaultCore

/// What to do about the outcome of a refresh (DESIGN §6); pure.
enum RefreshDecision: Equatable {
    /// Commit the answer.
    case commit
    /// The grant's generation can never mint again.
    case condemn(ReauthReason)
    /// Send the same token once more, now.
    case retry
    /// Tell the caller; the refresh token is unused, the intent is done with.
    case report
    /// Tell the caller; the refresh token may be used up, the intent stays for the next call or start to resolve.
    case reportAndKeepIntent
    /// The store holds another generation than was sent: go by that one.
    case readAgain
    /// The grant was revoked meanwhile.
    case gone

    init(_ outcome: RefreshOutcome, _ situation: RefreshSituation) {
        guard let stored = situation.stored else {
            self = .gone
            return
        }
        guard stored == situation.sent else {
            self = .readAgain
            return
        }
        self = Self.aboutCurrent(outcome, situation)
    }

    /// Tokens for whom the grant is pinned to. They are committed without a look at the store: the commit compares the generation
    /// itself.
    static func isAnswer(_ outcome: RefreshOutcome, to pin: SubjectPin) -> Bool {
        guard case .refreshed(let tokens) = outcome else { return false }
        return pin.allows(tokens.identity) && pin.allows(tokens.named)
    }

    private static func aboutCurrent(_ outcome: RefreshOutcome, _ situation: RefreshSituation) -> RefreshDecision {
        switch outcome {
        case .refreshed: isAnswer(outcome, to: situation.pin) ? .commit : .condemn(.subjectMismatch)
        case .refused: .condemn(situation.refusalReason)
        case .stepUp, .consentRequired, .blockedByPolicy, .clientFault, .transient:
            // The answer says nothing about what an earlier, lost one did.
            situation.hasLostAnswer ? .reportAndKeepIntent : .report
        case .unknown: aboutLost(situation)
        }
    }

    private static func aboutLost(_ situation: RefreshSituation) -> RefreshDecision {
        switch situation.rotation.resolve(intentAt: situation.intentAt, now: situation.now) {
        case .lost: .condemn(.lostRotation)
        case .mayRetry: situation.isSecondTry ? .reportAndKeepIntent : .retry
        }
    }
}

extension RefreshSituation {
    /// A provider that rotates and refuses a token whose last answer was lost has rotated it then.
    fileprivate var refusalReason: ReauthReason {
        switch rotation {
        case .none, .oldStaysValid: .refreshTokenRefused
        case .rotates, .rotatesWithGrace, .revokesFamilyOnReuse: hasLostAnswer ? .lostRotation : .refreshTokenRefused
        }
    }
}
