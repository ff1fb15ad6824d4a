import VaultCore

extension RefreshOutcome {
    /// For the audit log.
    var word: String {
        switch self {
        case .refreshed: "refreshed"
        case .refused: "refused"
        case .stepUp: "step_up_required"
        case .consentRequired: "consent_required"
        case .blockedByPolicy: "blocked_by_policy"
        case .clientFault: "client_misconfigured"
        case .transient(let reason, _), .unknown(let reason): reason.rawValue
        }
    }
}

extension RefreshFailure {
    /// What those are told who waited for this outcome, once it is dealt with.
    init(_ outcome: RefreshOutcome, _ provider: ProviderName) {
        switch outcome {
        case .refreshed: self.init(.internal(reason: "an answer was not committed; ask again"))
        case .refused(let code): self.init(.reauthRequired(.refreshTokenRefused, providerError: code))
        case .stepUp(let claims, let code): self.init(.stepUpRequired(claims: claims, providerError: code))
        case .consentRequired(let code): self.init(.consentRequired(providerError: code))
        case .blockedByPolicy(let code): self.init(.blockedByPolicy(providerError: code))
        case .clientFault(let code):
            self.init(.clientMisconfigured(provider: provider, providerError: code), mayServeCached: true)
        case .transient(let reason, let seconds):
            self.init(unavailable: reason, retryAfterMilliseconds: seconds.map(Self.milliseconds))
        case .unknown(let reason): self.init(unavailable: reason)
        }
    }

    /// A hint from outside: neither negative nor longer than an hour.
    static func milliseconds(_ seconds: Int64) -> Int64 {
        min(max(0, seconds), Breaker.longestHintMilliseconds / 1000) * 1000
    }
}

extension RefreshFailure {
    /// When asking again may help, where that is known.
    var retryAfterMilliseconds: Int64? {
        guard case .providerUnavailable(_, let milliseconds) = error else { return nil }
        return milliseconds
    }
}

extension Breaker.Report {
    init(_ outcome: RevocationOutcome) {
        switch outcome {
        case .revoked, .notSupported, .refused: self = .answered
        case .retry(let reason, let seconds):
            self = .unavailable(reason, retryAfterMilliseconds: seconds.map(RefreshFailure.milliseconds))
        }
    }

    init(_ outcome: RefreshOutcome) {
        switch outcome {
        case .refreshed, .refused, .stepUp, .consentRequired, .blockedByPolicy: self = .answered
        case .clientFault(let code): self = .clientFault(code)
        case .transient(let reason, let seconds):
            self = .unavailable(reason, retryAfterMilliseconds: seconds.map(RefreshFailure.milliseconds))
        case .unknown(let reason): self = .unavailable(reason, retryAfterMilliseconds: nil)
        }
    }
}
