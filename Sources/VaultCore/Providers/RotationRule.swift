/// What a provider does to the refresh token that was used.
package enum RotationRule: Hashable, Sendable {
    /// The same token stays good.
    case none
    /// A new token comes, the old one is dead at once.
    case rotates
    /// A new token comes; the old one may be sent again for so many seconds.
    case rotatesWithGrace(seconds: Int64)
    /// A new token comes and the old one stays good too.
    case oldStaysValid
    /// As `rotates`; sending an old token kills the whole lineage (RFC 9700 §4.14.2).
    case revokesFamilyOnReuse

    /// Whether a refresh token may be sent that any number of others may have followed: that of a grant in a copy of the store.
    /// A grace window is that of the last one before; who sends the one before that may end the lineage (RFC 9700 §4.14.2), and
    /// two refreshes take no time at all.
    package var keepsOlderTokens: Bool {
        switch self {
        case .none, .oldStaysValid: true
        case .rotates, .rotatesWithGrace, .revokesFamilyOnReuse: false
        }
    }

    /// What may be done about a refresh that was begun and whose answer is not known (DESIGN §6.4).
    package func resolve(intentAt started: Timestamp, now: Timestamp) -> IntentResolution {
        switch self {
        case .none, .oldStaysValid: return .mayRetry
        case .rotates, .revokesFamilyOnReuse: return .lost
        case .rotatesWithGrace(let seconds):
            // A clock that was set back says nothing about how long ago it was.
            let age = now.seconds(since: started)
            return age >= 0 && age < seconds ? .mayRetry : .lost
        }
    }
}

/// What an open intent comes to.
package enum IntentResolution: Hashable, Sendable {
    case mayRetry
    case lost
}

/// Whether asking for fewer scopes on a refresh narrows one token or the lineage for good.
package enum NarrowingRule: String, CaseIterable, Sendable {
    /// `scope` may be sent: only the token minted by this refresh is narrower.
    case perToken = "per_token"
    /// `scope` must not be sent (against RFC 6749 §6, seen on widely used servers), or has no effect.
    case lineage
}
