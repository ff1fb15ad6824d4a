/// Keeps delegations: keyed hashes and counters, never a handle.
///
/// As with `GrantStore`, reads see everything that a write has returned from, and writes are durable when they return. With
/// its grant a delegation goes, and its record key with it.
package protocol DelegationStore: Sendable {
    /// nil also where its grant is gone.
    func delegation(_ id: DelegationID) throws(StoreFailure) -> StoredDelegation?

    /// At most `filter.limit` delegations in order of ids.
    func delegations(_ filter: DelegationFilter) throws(StoreFailure) -> [Delegation]

    /// - Throws: `.conflict` when its grant is gone or has another key, its id is taken, or the master key that its record
    ///   key names was destroyed meanwhile.
    func add(_ delegation: StoredDelegation, telling events: [AuditEvent]) async throws(StoreFailure)

    /// Counts one use, if there is one left and the delegation lives: of many at once, no more than there are left.
    ///
    /// - Returns: false when there is none; nothing was changed.
    func spend(
        _ id: DelegationID, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool

    /// - Returns: false when there is none.
    func remove(_ id: DelegationID, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool

    /// Deletes at most `limit` delegations that had expired by then.
    ///
    /// - Returns: false when there was none.
    func removeExpired(at now: Timestamp, limit: Int) async throws(StoreFailure) -> Bool
}
