/// When a grant's refresh token dies, and of what: the earliest of all that is known.
///
/// It is stored with the grant, not computed where it is asked for: so one small index finds what dies next among a million grants,
/// and those of which nothing is known cost nothing. The price is that a change of a provider's lives is a walk through the store
/// (`ForecastKeeping`), which is rare and has time.
package struct GrantDeath: Hashable, Sendable {
    package enum Reason: String, CaseIterable, Sendable {
        /// The provider said so, or whoever put the grant.
        case refreshTokenExpires = "refresh_token_expires_at"
        case absoluteLife = "absolute_life"
        case idleLife = "idle_life"
        /// It is dead: the grant needs re-authentication since then.
        case condemned
    }

    package let at: Timestamp
    package let reason: Reason

    package init(at: Timestamp, reason: Reason) {
        self.at = at
        self.reason = reason
    }

    /// - Returns: nil where nothing is known; of a grant that is condemned already, what is stored.
    package init?(of grant: Grant, _ lives: RefreshTokenLives) {
        if case .reauthRequired = grant.status {
            guard let death = grant.death else { return nil }
            self = death
            return
        }
        let deaths = [
            grant.refreshTokenExpiresAt.map { GrantDeath(at: $0, reason: .refreshTokenExpires) },
            Self.ofAge(grant, lives), Self.ofIdleness(grant, lives),
        ].compactMap { $0 }
        guard let first = deaths.min(by: { $0.at < $1.at }) else { return nil }
        self = first
    }

    /// A refresh after the end of the absolute life shows that what is believed of the provider is wrong.
    private static func ofAge(_ grant: Grant, _ lives: RefreshTokenLives) -> GrantDeath? {
        guard let seconds = lives.absoluteSeconds else { return nil }
        let end = grant.lineagePutAt.adding(seconds: seconds)
        if let minted = grant.mintedAt, minted >= end { return nil }
        return GrantDeath(at: end, reason: .absoluteLife)
    }

    private static func ofIdleness(_ grant: Grant, _ lives: RefreshTokenLives) -> GrantDeath? {
        lives.idleSeconds.map {
            GrantDeath(at: (grant.mintedAt ?? grant.lineagePutAt).adding(seconds: $0), reason: .idleLife)
        }
    }
}
