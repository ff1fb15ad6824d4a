import VaultCore

/// Why a refresh brought no token, and whether a cached one may stand in for it.
struct RefreshFailure: Error, Sendable {
    let error: VaultError
    /// The fault says nothing about the grant and may pass by itself (DESIGN §6.6).
    let mayServeCached: Bool

    init(_ error: VaultError, mayServeCached: Bool = false) {
        self.error = error
        self.mayServeCached = mayServeCached
    }

    init(unavailable reason: UnavailableReason, retryAfterMilliseconds: Int64? = nil) {
        self.init(
            .providerUnavailable(reason: reason, retryAfterMilliseconds: retryAfterMilliseconds),
            mayServeCached: true)
    }

    init(refusedBy cause: Breaker.Cause, retryAfter: Int64, _ provider: ProviderName) {
        switch cause {
        case .unavailable: self.init(unavailable: .breakerOpen, retryAfterMilliseconds: retryAfter)
        case .clientFault(let code):
            self.init(.clientMisconfigured(provider: provider, providerError: code), mayServeCached: true)
        }
    }
}

/// What a refresh came to, for all who waited for it.
enum RefreshResult: Sendable {
    case token(LiveToken)
    case failure(RefreshFailure)
}
