/// Keeps grants, their secrets (sealed) and the journal of refreshes.
///
/// Reads are synchronous, on a read-only connection, and see everything that a write has returned from. Writes are durable
/// (synced) when they return; several may share one sync. No write is ever held open across a provider call.
///
/// What a write is `telling` is kept in its transaction until it is in the audit log, and is recorded before the write returns, in the
/// order of the commits; a write that changed nothing tells nothing. The same goes for the other stores.
package protocol GrantStore: Sendable {
    /// A never-used id, for a grant or a revocation job. Ids that end up unused are no harm.
    func reserveID() -> Int64

    func grant(_ id: GrantID) throws(StoreFailure) -> Grant?
    func grants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> [Grant]
    func grant(_ key: GrantKey) throws(StoreFailure) -> Grant?
    /// The same with no more than a put must know; damaged is what is damaged as a grant.
    ///
    /// - Parameter scopes: of the put. Most grants have them already, and need not be read whole to be known as sound.
    func standing(_ key: GrantKey, scopes: ScopeSet) throws(StoreFailure) -> StandingGrant?
    /// How many grants of this account at the provider can mint, whoever its subject is; of no known account: none.
    ///
    /// - Parameter most: counted so far only.
    func liveGrants(of account: Account, at provider: ProviderName, most: Int) throws(StoreFailure) -> Int
    /// The grants that the selector means and that do not read back, or lack their record key, in order of ids.
    func damagedGrants(_ selector: GrantSelector) throws(StoreFailure) -> [DamagedGrant]
    /// At most `filter.limit` grants in order of ids.
    func list(_ filter: GrantFilter) throws(StoreFailure) -> [Grant]
    /// The grant with its sealed refresh token and record key.
    func lineage(_ id: GrantID) throws(StoreFailure) -> StoredLineage?
    /// The record key of a grant or a revocation job as it stands now.
    func recordKey(of record: Int64) throws(StoreFailure) -> WrappedRecordKey?
    /// The sealed cached access token of this grant for these scopes (`scopes` nil: the full token), if there is one.
    func cachedToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> StoredToken?
    /// The same with all that it is opened with and judged by, in one look; only of a grant that is active.
    func keptToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> KeptToken?
    /// `grants(of:at:)` with `keptToken` of a grant that is alone there, in one look.
    func foundGrants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> FoundGrants
    func openIntents() throws(StoreFailure) -> [RefreshIntent]

    /// Stores or replaces the lineage of the grant's key: record key replaced, cached tokens and intent gone.
    ///
    /// - Throws: `.subjectDisabled`; `.conflict` when the grant's generation is not `expecting` (nil: there must be none yet), or its key
    ///   belongs to another id, or the
    ///   master key that its record key names was destroyed meanwhile.
    func put(
        _ lineage: StoredLineage, token: StoredToken?, expecting: Generation?, telling events: [AuditEvent]
    ) async throws(StoreFailure)

    /// Stores a new lineage in the place of a grant of the same id and key that does not read back; all that belonged to that
    /// goes, in one transaction.
    ///
    /// - Throws: `.conflict` when there is no such row, or the master key was destroyed meanwhile.
    func putOver(
        _ lineage: StoredLineage, token: StoredToken?, telling events: [AuditEvent]
    ) async throws(StoreFailure)

    /// Commits the intent before the provider is called (DESIGN §6.2), and with it the key that the request will be made with,
    /// where the lineage has none yet: the provider may bind the next refresh token to it.
    ///
    /// - Throws: `.conflict` when the grant is gone or its generation is another, or it has a key already.
    func begin(_ intent: RefreshIntent, keeping proofKey: SealedSecret?) async throws(StoreFailure)

    /// Commits a provider's answer in one transaction: refresh token (if replaced), generation, access token, expiry,
    /// intent cleared (DESIGN §6.3). Tokens cached for other scopes stay, but for those that had expired when this one was
    /// minted. Where the provider neither replaced the refresh token nor told its expiry, the known expiry stays.
    ///
    /// - Throws: `.conflict` when the grant is gone, has ended (`SubjectStore`), or its generation is not `expecting`.
    func commit(
        _ refresh: CommittedRefresh, expecting: Generation, telling events: [AuditEvent]
    ) async throws(StoreFailure)

    /// Clears the intent without any other change: the provider answered and nothing was rotated.
    func clearIntent(_ id: GrantID) async throws(StoreFailure)

    /// Marks the grant so that it no longer mints, drops its cached tokens and its intent; only while its generation is
    /// still `condemned`.
    ///
    /// - Returns: false when the store holds another generation (or no such grant): nothing was changed.
    func requireReauth(
        _ id: GrantID, condemned: Generation, reason: ReauthReason, at: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool

    /// The same, where an API wants a stronger sign-in; only while its generation is still `condemned`.
    ///
    /// - Parameter claims: OpenID `claims` parameter, JSON text.
    /// - Returns: false when the store holds another generation (or no such grant): nothing was changed.
    func requireStepUp(
        _ id: GrantID, condemned: Generation, claims: String, at: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool

    /// Deletes the cached access tokens of the grant.
    func dropTokens(_ id: GrantID, telling events: [AuditEvent]) async throws(StoreFailure)

    /// Deletes grant, record key, cached tokens and intent, and queues the revocation at the provider, in one transaction.
    ///
    /// - Returns: false when there is no such grant.
    func revoke(
        _ id: GrantID, queueing job: RevocationJob?, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool

    /// Notes when grants were last used, in one transaction; unknown ids are passed over.
    func touch(_ uses: [GrantID: Timestamp]) async throws(StoreFailure)

    /// Jobs that are due, the one that has been due for longest first.
    func dueRevocations(at: Timestamp, limit: Int) throws(StoreFailure) -> [RevocationJob]
    func pendingRevocations() throws(StoreFailure) -> Int
    /// Puts the job off after a failed try.
    func postponeRevocation(_ id: Int64, attempts: Int, until: Timestamp) async throws(StoreFailure)
    /// Done or given up: the job and its record key are deleted.
    func finishRevocation(_ id: Int64, telling events: [AuditEvent]) async throws(StoreFailure)
}

extension GrantStore {
    package func begin(_ intent: RefreshIntent) async throws(StoreFailure) {
        try await begin(intent, keeping: nil)
    }
}

/// Why the store did not do it.
package enum StoreFailure: Error, Equatable, Sendable {
    /// The compare-and-swap found another generation, or none.
    case conflict
    /// Of this subject nothing new is kept.
    case subjectDisabled
    /// A sync or write failed: what was to be stored is not, and the store takes no more writes (DESIGN §3).
    case failed(reason: String)
    /// A stored value does not read back as what it must be.
    case damaged(reason: String)
    /// The store is closing.
    case closed
}

extension GrantStore {
    package func standing(_ key: GrantKey, scopes: ScopeSet) throws(StoreFailure) -> StandingGrant? {
        try grant(key).map(StandingGrant.init)
    }
}
