/// Decides whether the coming death of a grant is news.
package enum ExpiryNotice {
    /// - Parameter leadSeconds: how long before the death it is told at most. A refresh token that never lives four times as long
    ///   is told when the last quarter of its life begins: one of an hour would else be told with each sign-in.
    package static func isDue(_ grant: Grant, leadSeconds: Int64, at now: Timestamp) -> Bool {
        guard let death = grant.death, death.at > now, grant.status == .active else { return false }
        let beginning = death.reason == .idleLife ? grant.mintedAt ?? grant.lineagePutAt : grant.lineagePutAt
        return death.at.seconds(since: now) <= min(leadSeconds, death.at.seconds(since: beginning) / 4)
    }
}
