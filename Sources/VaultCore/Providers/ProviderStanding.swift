/// Whether a provider is asked at this moment: not while asking would be useless (DESIGN §6.6).
package enum ProviderStanding: Equatable, Sendable {
    case closed
    case open(Cause, retryAfterMilliseconds: Int64)
    /// One refresh is finding out whether it can be asked again.
    case halfOpen(Cause)

    /// Why it is not.
    package enum Cause: Equatable, Sendable {
        case unavailable(UnavailableReason)
        case clientFault(ProviderErrorCode?)

        /// For answers and the audit log.
        package var word: String {
            switch self {
            case .unavailable(let reason): reason.rawValue
            case .clientFault: "client_misconfigured"
            }
        }

        package var providerError: ProviderErrorCode? {
            switch self {
            case .unavailable: nil
            case .clientFault(let code): code
            }
        }
    }

    package static let words = ["closed", "open", "half_open"]

    package var word: String {
        switch self {
        case .closed: Self.words[0]
        case .open: Self.words[1]
        case .halfOpen: Self.words[2]
        }
    }

    package var cause: Cause? {
        switch self {
        case .closed: nil
        case .open(let cause, _), .halfOpen(let cause): cause
        }
    }
}

/// A provider as callers see it.
package struct ListedProvider: Sendable {
    package let settings: ProviderSettings
    package let standing: ProviderStanding

    package init(_ settings: ProviderSettings, _ standing: ProviderStanding = .closed) {
        self.settings = settings
        self.standing = standing
    }
}
