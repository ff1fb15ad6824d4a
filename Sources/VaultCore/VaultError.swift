/// Why a request was not done, as callers branch on it (protocol: `data.type`). It never holds a secret or a provider's
/// own text.
package enum VaultError: Error, Equatable, Sendable {
    /// The caller may not call this method at all.
    case permissionDenied(reason: String)
    /// There is none, or the caller may not see it: one answer for both.
    case notFound(what: String)
    /// An operator has disabled the subject: nothing new of it is kept.
    case subjectDisabled
    /// A parameter is missing, of the wrong kind, or breaks a cap.
    case invalidParams(InvalidValue)
    case conflict(reason: String)
    case sealed
    /// The same where it is known why.
    case sealedBecause(SealReason)
    /// A try at unsealing failed.
    case staysSealed(SealProblem)
    /// The seal key was not changed; the old one is good.
    case sealNotChanged(SealProblem)
    case rateLimited(retryAfterMilliseconds: Int64)
    case overloaded(reason: String, retryAfterMilliseconds: Int64)
    case scopeExceeded(scopes: [String])
    case reauthRequired(ReauthReason, providerError: ProviderErrorCode?)
    /// The provider wants the user to sign in again with these claims (OpenID `claims` parameter, JSON text).
    case stepUpRequired(claims: String?, providerError: ProviderErrorCode?)
    /// The policy wants a token of this grant to come of another sign-in than it does.
    case signInRequired(SignInTerms, SignInTerms.Shortfall)
    case consentRequired(providerError: ProviderErrorCode?)
    case blockedByPolicy(providerError: ProviderErrorCode?)
    case providerUnavailable(reason: UnavailableReason, retryAfterMilliseconds: Int64?)
    case clientMisconfigured(provider: ProviderName, providerError: ProviderErrorCode?)
    /// A fault of our own; the text says which part, never what it held.
    case `internal`(reason: String)
}

/// Why a grant can no longer mint and the user must sign in again.
package enum ReauthReason: String, CaseIterable, Sendable {
    /// The provider refused the refresh token that was current.
    case refreshTokenRefused = "refresh_token_refused"
    /// The provider may have rotated the token and its answer was lost; the old one must not be sent again.
    case lostRotation = "lost_rotation"
    /// The refresh token's own expiry has passed.
    case refreshTokenExpired = "refresh_token_expired"
    /// A refreshed identity token named another subject or tenant than the grant is pinned to.
    case subjectMismatch = "subject_mismatch"
    /// The stored record does not open: damaged or moved. A master key that is missing condemns nothing: it may come back.
    case recordDamaged = "record_damaged"
    /// The store was restored, and the provider may have replaced the refresh token since it was copied.
    case restored
    /// It ended with its session or its subject; the vault is about to delete it.
    case ended
}

/// Why the provider could not be asked or gave no answer that counts.
package enum UnavailableReason: String, CaseIterable, Sendable {
    case unreachable
    case noAnswer = "no_answer"
    case serverError = "server_error"
    case rateLimited = "rate_limited"
    case badAnswer = "bad_answer"
    case breakerOpen = "breaker_open"
    /// The vault keeps to the limits of the provider's entry.
    case paced
    case shuttingDown = "shutting_down"
}

/// The provider's own error code, only where it is a short plain word: never its description.
package struct ProviderErrorCode: Hashable, Sendable {
    package let text: String
    /// What the provider says more precisely beside it, for the audit log: a second word, or a number of `error_codes`.
    package var detail: String?

    /// Neither digits nor capitals: every code that an RFC or a known provider has does without, and a token that a
    /// provider quotes here does not.
    ///
    /// - Returns: nil unless the code is 1 to 64 of `a-z _`.
    package init?(_ text: String) {
        let bytes = text.utf8
        let plain = bytes.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
        guard !bytes.isEmpty, bytes.count <= 64, plain else { return nil }
        self.text = text
    }
}
