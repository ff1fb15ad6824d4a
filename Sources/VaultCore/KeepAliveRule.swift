/// Decides whether a grant that nobody uses is refreshed so that it does not die of idleness.
package enum KeepAliveRule {
    /// How long before the death it is done at most; of a shorter life, in its last quarter.
    package static let leadSeconds: Int64 = 14 * 86_400
    /// An expiry that the provider told may not move by a refresh: so it is tried once a day at most.
    private static let pauseSeconds: Int64 = 86_400

    /// - Parameters:
    ///   - within: seconds since the last use, or the sign-in, within which it is worth it.
    ///   - jitter: of this grant, the same each time: spreads grants of one moment over a quarter of the lead time.
    package static func isDue(_ grant: Grant, within: Int64, jitter: UInt64, at now: Timestamp) -> Bool {
        guard grant.status == .active, let death = grant.death, death.at > now else { return false }
        let refreshed = grant.mintedAt ?? grant.lineagePutAt
        switch death.reason {
        case .idleLife: break
        case .refreshTokenExpires: guard now.seconds(since: refreshed) >= pauseSeconds else { return false }
        // No refresh helps against age.
        case .absoluteLife, .condemned: return false
        }
        let used = max(grant.lastUsedAt ?? grant.lineagePutAt, grant.lineagePutAt)
        guard now.seconds(since: used) <= within else { return false }
        let lead = min(leadSeconds, death.at.seconds(since: refreshed) / 4)
        let spread = Int64(jitter % UInt64(max(1, lead / 4)))
        return death.at.seconds(since: now) <= lead - spread
    }
}
