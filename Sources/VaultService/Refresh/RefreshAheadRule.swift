import VaultCore

/// Decides whether an access token that is in use is refreshed before it ends.
struct RefreshAheadRule {
    /// - Parameters:
    ///   - ahead: seconds before its end, but never more than half of its life.
    ///   - jitter: of this grant: spreads tokens of one moment over the first quarter of that time.
    static func isDue(minted: Timestamp, expires: Timestamp, ahead: Int64, jitter: UInt64, at now: Timestamp) -> Bool {
        guard expires > now else { return false }
        let lead = lead(minted: minted, expires: expires, ahead: ahead)
        let spread = Int64(jitter % UInt64(max(1, lead / 4)))
        return expires.seconds(since: now) <= lead - spread
    }

    static func lead(minted: Timestamp, expires: Timestamp, ahead: Int64) -> Int64 {
        min(ahead, expires.seconds(since: minted) / 2)
    }
}
