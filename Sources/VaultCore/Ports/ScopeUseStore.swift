/// Keeps how often clients used which scopes, by day: counts, no subject and no secret.
///
/// As with `GrantStore`, reads see everything that a write has returned from, and writes are durable when they return.
package protocol ScopeUseStore: Sendable {
    /// Adds to the counts of a day, all or nothing, and removes those of days before `first`, some thousand at a time. Beyond
    /// `ScopeUses.scopesPerDay` of a client at a provider a new scope is added to `ScopeUseKey.untold`.
    ///
    /// - Parameter since: when counting began; only what the first call says is kept.
    func add(_ counts: ScopeCounts, day: Int64, since: Timestamp, keeping first: Int64) async throws(StoreFailure)

    /// The sums from this day on; what this program does not know is passed over.
    ///
    /// - Parameter client: nil for all.
    func scopeUses(from day: Int64, of client: ClientName?) throws(StoreFailure) -> ScopeUses
}
