package import VaultCore

extension WireError {
    /// The one place where the vault's errors get their type, and with it their number; the words are made below.
    package init(_ error: VaultError) {
        switch error {
        case .permissionDenied(let reason): self = .permissionDenied(reason)
        case .notFound(let what): self = .notFound(what)
        case .subjectDisabled:
            self.init(
                .subjectDisabled, "this subject is disabled: an operator must enable it before it can sign in again")
        case .invalidParams(let value): self = .invalidParams(value)
        case .conflict(let reason): self = .conflict(reason)
        case .sealed: self.init(.sealed, "the vault is sealed: an operator must unseal it before it can answer")
        case .sealedBecause(let reason): self = .sealed(reason)
        case .staysSealed(let problem): self = .seal(.sealed, "the vault stays sealed", problem)
        case .sealNotChanged(let problem): self = .seal(.conflict, "the seal key was not changed", problem)
        case .rateLimited(let pause): self = .rateLimited(pause)
        case .overloaded(let reason, let pause): self = .overloaded(reason, pause)
        case .scopeExceeded(let scopes): self = .scopeExceeded(scopes)
        case .reauthRequired(let reason, let code): self = .reauthRequired(reason, code)
        case .stepUpRequired(let claims, let code): self = .stepUpRequired(claims, code)
        case .signInRequired(let terms, let shortfall): self = .signInRequired(terms, shortfall)
        case .consentRequired(let code): self = .consentRequired(code)
        case .blockedByPolicy(let code): self = .blockedByPolicy(code)
        case .providerUnavailable(let reason, let pause): self = .providerUnavailable(reason, pause)
        case .clientMisconfigured(let provider, let code): self = .clientMisconfigured(provider, code)
        case .internal(let reason): self = .internal(reason)
        }
    }

    private static func permissionDenied(_ reason: String) -> WireError {
        explained(.permissionDenied, "this client may not do this", reason, else: "ask an operator to allow it")
    }

    private static func notFound(_ what: String) -> WireError {
        WireError(.notFound, "there is no such \(what), or this client may not see it: check the name and the policy")
    }

    static func invalidParams(_ value: InvalidValue) -> WireError {
        var error = WireError(.invalidParams, "parameter \(value.field) \(value.problem)")
        error.field = value.field
        return error
    }

    private static func conflict(_ reason: String) -> WireError {
        explained(.conflict, "the call does not fit what is stored", reason, else: "look at the grant, then call again")
    }

    /// The whole problem is told to operators alone, by health and `seal.status`: it names files.
    private static func sealed(_ reason: SealReason) -> WireError {
        var error = WireError(.sealed, "the vault is sealed: \(reason.advice)")
        error.reason = reason.rawValue
        return error
    }

    private static func seal(_ type: ErrorType, _ what: String, _ problem: SealProblem) -> WireError {
        var error = WireError(type, "\(what): \(problem.text)")
        error.reason = problem.reason.rawValue
        return error
    }

    private static func rateLimited(_ pause: Int64) -> WireError {
        var error = WireError(.rateLimited, "too many calls: try again in \(pause) ms")
        error.retryAfterMilliseconds = pause
        return error
    }

    private static func overloaded(_ reason: String, _ pause: Int64) -> WireError {
        var error = explained(
            .overloaded, "a limit of the daemon is reached", reason, else: "try again in \(pause) ms")
        error.retryAfterMilliseconds = pause
        return error
    }

    private static func scopeExceeded(_ scopes: [String]) -> WireError {
        var error = WireError(
            .scopeExceeded, "these scopes go beyond what may be had: ask for fewer or put a wider grant")
        error.scopes = scopes
        return error
    }

    private static func reauthRequired(_ reason: ReauthReason, _ code: ProviderErrorCode?) -> WireError {
        var error = WireError(
            .reauthRequired,
            "the grant can no longer mint, as \(reason.sentence): sign the user in again and put the grant")
        error.reason = reason.rawValue
        error.providerError = code?.text
        return error
    }

    private static func stepUpRequired(_ claims: String?, _ code: ProviderErrorCode?) -> WireError {
        var error = WireError(
            .stepUpRequired, "the provider wants a stronger sign-in: sign the user in again with the claims in data")
        error.claims = claims
        error.providerError = code?.text
        return error
    }

    /// All that the rule wants, not only what is missing: the next sign-in has to meet all of it.
    private static func signInRequired(_ terms: SignInTerms, _ shortfall: SignInTerms.Shortfall) -> WireError {
        var error = WireError(
            .stepUpRequired,
            "the policy wants another sign-in for this client, as \(shortfall.sentence): sign the user in again as data "
                + "says and put the grant with its acr, amr and auth_time")
        error.reason = shortfall.rawValue
        error.acrValues = terms.acr?.joined(separator: " ")
        error.amrValues = terms.amr.isEmpty ? nil : terms.amr
        error.maximumAge = terms.maximumAgeSeconds
        return error
    }

    private static func consentRequired(_ code: ProviderErrorCode?) -> WireError {
        var error = WireError(
            .consentRequired, "the provider wants the user's consent: sign the user in again and let them agree")
        error.providerError = code?.text
        return error
    }

    private static func blockedByPolicy(_ code: ProviderErrorCode?) -> WireError {
        var error = WireError(
            .blockedByPolicy, "the provider's own policy blocks this user: ask the provider's administrator")
        error.providerError = code?.text
        return error
    }

    private static func providerUnavailable(_ reason: UnavailableReason, _ pause: Int64?) -> WireError {
        let advice = pause.map { "try again in \($0) ms" } ?? "try again later"
        var error = WireError(.providerUnavailable, "no token could be had, as \(reason.sentence): \(advice)")
        error.reason = reason.rawValue
        error.retryAfterMilliseconds = pause
        return error
    }

    private static func clientMisconfigured(_ provider: ProviderName, _ code: ProviderErrorCode?) -> WireError {
        var error = WireError(
            .clientMisconfigured,
            "provider \(provider.text) refuses the vault's client registration: an operator must correct it")
        error.provider = provider.text
        error.providerError = code?.text
        return error
    }

    private static func `internal`(_ reason: String) -> WireError {
        explained(.internal, "the vault failed at its own work", reason, else: "its log says more")
    }

    /// A reason that is one of our words goes to `data.reason`; one that is a clause ends the sentence.
    private static func explained(
        _ type: ErrorType, _ what: String, _ reason: String, else advice: String
    ) -> WireError {
        guard isWord(reason) else { return WireError(type, "\(what): \(reason.isEmpty ? advice : reason)") }
        var error = WireError(type, "\(what): \(advice)")
        error.reason = reason
        return error
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}

extension ReauthReason {
    var sentence: String {
        switch self {
        case .refreshTokenRefused: "the provider refuses the refresh token"
        case .lostRotation: "an answer of the provider was lost and the old token must not be sent again"
        case .refreshTokenExpired: "the refresh token has expired"
        case .subjectMismatch: "the provider answered for another user than the grant is pinned to"
        case .recordDamaged: "the stored record does not open"
        case .restored: "the vault was restored from an older copy and the provider may have replaced the refresh token"
        case .ended: "it ended with its session or its user"
        }
    }
}

extension SignInTerms.Shortfall {
    fileprivate var sentence: String {
        switch self {
        case .acr: "the grant comes of none of the classes that are wanted"
        case .amr: "not all of the methods that are wanted were used"
        case .timeUnknown: "it is not known when the user signed in"
        case .tooLongAgo: "the user signed in too long ago"
        }
    }
}

extension SealReason {
    fileprivate var advice: String {
        switch self {
        case .rollbackDetected:
            "its store is not the one that was last served; an operator must put that one back, or accept this one"
        case .locked, .awaitingPassphrase, .unreadableKey, .wrongKey, .otherSource, .damagedKeys, .unusablePassphrase,
            .unusableConfiguration, .busy, .failed:
            "an operator must unseal it before it can answer"
        }
    }
}

extension UnavailableReason {
    var sentence: String {
        switch self {
        case .unreachable: "the provider could not be reached"
        case .noAnswer: "the provider gave no answer in time"
        case .serverError: "the provider answered with a server error"
        case .rateLimited: "the provider limits the rate"
        case .badAnswer: "the provider's answer could not be understood"
        case .breakerOpen: "earlier faults have paused calls to the provider"
        case .paced: "so many wait for the provider already that its limits leave no time for this call"
        case .shuttingDown: "the vault is shutting down"
        }
    }
}
