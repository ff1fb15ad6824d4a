import Synchronization
package import VaultCore

/// The ports `GrantStore`, `DelegationStore`, `SessionStore`, `SubjectStore`, `IdentityStore`, `ScopeUseStore`,
/// `ForecastStore` and `KeyRotationStore` in dictionaries: keeps every promise of theirs but the durable one, and can be told to fail.
package final class InMemoryGrantStore: GrantStore, DelegationStore, KeyRotationStore, TellingStore {
    struct State {
        var lineages: [GrantID: StoredLineage] = [:]
        var ids: [GrantKey: GrantID] = [:]
        var tokens: [GrantID: [ScopeSet?: StoredToken]] = [:]
        var intents: [GrantID: RefreshIntent] = [:]
        var revocations: [Int64: RevocationJob] = [:]
        var delegations: [DelegationID: StoredDelegation] = [:]
        var sessions: [SessionID: KeptSession] = [:]
        var disabled: [Subject: Timestamp] = [:]
        /// Which session a grant ends with.
        var boundTo: [GrantID: SessionID] = [:]
        var identityKey: IdentityKey?
        var identities: [StoredIdentity] = []
        var masterKeys: [MasterKeyVersion: StoredMasterKey] = [:]
        var scopeUses: [Int64: ScopeCounts] = [:]
        var scopesRecordedSince: Timestamp?
        var seal: PassphraseSeal?
        var forecastLives: [ProviderName: RefreshTokenLives] = [:]
        var deathsTold: [GrantID: Timestamp] = [:]
        var lastID: Int64 = 0
        var failure: StoreFailure?
        /// They do not read back.
        var unreadable: Set<GrantID> = []
        var writes = 0
        var trail: (any AuditTrail)?
        var beforeRewrap: (@Sendable () async -> Void)?
        var afterCounting: (@Sendable () -> Void)?
    }

    let state = Mutex(State())

    package init() {}

    /// From now on every write throws this and changes nothing; nil lets writes through again.
    package func failWrites(with failure: StoreFailure?) { state.withLock { $0.failure = failure } }

    /// From now on every rewrap waits for this before it writes.
    package func holdRewraps(by hold: @escaping @Sendable () async -> Void) {
        state.withLock { $0.beforeRewrap = hold }
    }

    /// Runs once, after record keys were counted and before the count is answered.
    package func afterCounting(_ work: @escaping @Sendable () -> Void) { state.withLock { $0.afterCounting = work } }

    /// Writes that were asked for so far, failed ones included.
    package var writeCount: Int { state.withLock { $0.writes } }

    /// From now on what is told of changes is recorded there.
    package func tell(_ trail: any AuditTrail) { state.withLock { $0.trail = trail } }

    /// Runs a write in one piece, unless the test wants writes to fail.
    func write<Result: Sendable>(
        _ body: (inout State) throws(StoreFailure) -> Result, telling tale: (Result) -> [AuditEvent] = { _ in [] }
    ) throws(StoreFailure) -> Result {
        try state.withLock { state throws(StoreFailure) in
            state.writes += 1
            if let failure = state.failure { throw failure }
            let result = try body(&state)
            if let trail = state.trail { for event in tale(result) { trail.record(event) } }
            return result
        }
    }

    /// Of a write that changes something whenever it succeeds.
    func change(
        telling events: [AuditEvent], _ body: (inout State) throws(StoreFailure) -> Void
    ) throws(StoreFailure) { try write(body, telling: { events }) }

    /// Of a write that says whether it has changed something.
    func write(
        telling events: [AuditEvent], _ body: (inout State) throws(StoreFailure) -> Bool
    ) throws(StoreFailure) -> Bool { try write(body, telling: { $0 ? events : [] }) }
}
