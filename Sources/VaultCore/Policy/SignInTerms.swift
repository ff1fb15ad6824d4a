/// The sign-in that a grant must have come of for a token of it to be handed out; the empty one asks nothing.
///
/// What is not known of a sign-in meets no term: a provider that says nothing cannot be asked to have said it.
package struct SignInTerms: Hashable, Sendable {
    /// What a clock of the provider's may be ahead of ours, in seconds; a sign-in that lies further ahead is as good as none.
    package static let skewSeconds: Int64 = 60

    /// One of these, the best first; nil for any. Empty where two rules have none in common, which no sign-in meets.
    package var acr: [String]?
    /// All of these.
    package var amr: [String]
    /// Since the user last signed in, at most.
    package var maximumAgeSeconds: Int64?

    package static let none = SignInTerms()

    package init(acr: [String]? = nil, amr: [String] = [], maximumAgeSeconds: Int64? = nil) {
        self.acr = acr
        self.amr = amr
        self.maximumAgeSeconds = maximumAgeSeconds
    }

    package var isEmpty: Bool { self == .none }

    /// Which of them a sign-in does not meet, as callers and the audit log are told.
    package enum Shortfall: String, CaseIterable, Sendable {
        case acr = "acr_not_met"
        case amr = "amr_not_met"
        case timeUnknown = "auth_time_unknown"
        case tooLongAgo = "signed_in_too_long_ago"
    }

    /// The first term that the sign-in does not meet; nil where it meets all.
    package func shortfall(of authentication: Authentication, at now: Timestamp) -> Shortfall? {
        if let acr, !(authentication.acr.map(acr.contains) ?? false) { return .acr }
        if !amr.allSatisfy(authentication.amr.contains) { return .amr }
        guard let maximumAgeSeconds else { return nil }
        guard let time = authentication.time, time <= now.adding(seconds: Self.skewSeconds) else { return .timeUnknown }
        return time.adding(seconds: maximumAgeSeconds) < now ? .tooLongAgo : nil
    }

    /// What meets both: the terms of a call that stands under two of them.
    package func narrowed(by other: SignInTerms) -> SignInTerms {
        let classes =
            if let acr, let others = other.acr { acr.filter(others.contains) } else { acr ?? other.acr }
        return SignInTerms(
            acr: classes, amr: amr + other.amr.filter { !amr.contains($0) },
            maximumAgeSeconds: [maximumAgeSeconds, other.maximumAgeSeconds].compactMap(\.self).min())
    }
}

extension RuleTerms {
    /// The look at the user's sign-in, before anything that releases a token of the grant. In a session it is the session's that
    /// counts, which is renewed with each new one.
    ///
    /// - Throws: `VaultError.signInRequired` with what is wanted; `.permissionDenied` where no sign-in can be that, or where there
    ///   is no session and one is required.
    package func check(_ grant: Grant, in session: SessionProof?, now: Timestamp) throws(VaultError) {
        guard !isInSession || session != nil else {
            throw .permissionDenied(
                reason:
                    "the policy gives out this token in a session of the user only: name one in the parameter session")
        }
        guard session.map({ $0.subject == grant.subject }) ?? true else { throw .notFound(what: "session") }
        if let lacking = missingRoles(in: session) {
            throw .permissionDenied(
                reason:
                    "the policy gives out this token in a session with one of the roles "
                    + lacking.map(\.text).joined(separator: ", ") + " only, which this one has not")
        }
        try check(session?.authentication ?? grant.authentication, now: now)
    }

    /// Whether there must be a session: without one there are no roles.
    package var isInSession: Bool { requiresSession || !requiredRoles.isEmpty }

    /// The first list of which the session has no role; nil where it has one of each.
    package func missingRoles(in session: SessionProof?) -> [Role]? {
        requiredRoles.first { !$0.contains { session?.roles.contains($0) ?? false } }
    }

    func check(_ authentication: Authentication, now: Timestamp) throws(VaultError) {
        guard let shortfall = signIn.shortfall(of: authentication, at: now) else { return }
        if signIn.acr?.isEmpty == true {
            throw .permissionDenied(
                reason: "two rules apply to it that want sign-ins which no one sign-in can be (require_acr)")
        }
        throw .signInRequired(signIn, shortfall)
    }
}
