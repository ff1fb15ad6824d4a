import VaultCore

/// One write of the port, on its way to the writer's thread. Indirect, so that handing it on copies one pointer.
indirect enum WriteJob: Sendable {
    case put(StoredLineage, token: StoredToken?, expecting: Generation?)
    /// In the place of a row that does not read back.
    case putOver(StoredLineage, token: StoredToken?)
    case begin(RefreshIntent, keeping: SealedSecret?)
    case commit(CommittedRefresh, expecting: Generation)
    case clearIntent(GrantID)
    case condemn(GrantID, Generation, to: GrantStatus, at: Timestamp)
    case dropTokens(GrantID)
    case revoke(GrantID, queueing: RevocationJob?)
    case touch([GrantID: Timestamp])
    case postponeRevocation(Int64, attempts: Int, until: Timestamp)
    case finishRevocation(Int64)
    case addDelegation(StoredDelegation)
    case spendDelegation(DelegationID, at: Timestamp)
    case removeDelegation(DelegationID)
    case expireDelegations(at: Timestamp, limit: Int)
    case addSession(StoredSession, StoredSessionHandle, cap: Int)
    case renewSession(
        StoredSession, StoredSessionHandle, replacing: SessionHandleID, StoredSessionHandle.Replacement)
    case endSession(SessionID)
    case endSessions(SessionScope, limit: Int)
    case touchSessions([SessionID: Timestamp])
    case removeEndedSessions(at: Timestamp, limit: Int)
    case endSubject(Subject, disables: Bool, at: Timestamp)
    case enableSubject(Subject)
    case addScopeUses(ScopeCounts, day: Int64, since: Timestamp, keeping: Int64)
    case rememberForecast([ProviderName: RefreshTokenLives])
    case foresee([Grant])
    case tellDeaths([Grant])
    case addIdentityKey(IdentityKey)
    case claimIdentity(StoredIdentity, IdentityLinking)
    case forgetIdentities(IdentityOblivion)
    case addMasterKey(StoredMasterKey)
    case beginKeys(StoredMasterKey, seal: PassphraseSeal?)
    case replaceWrappedKeys([MasterKeyVersion: [UInt8]], seal: PassphraseSeal?)
    /// Counted like any other; its waiter is answered when the anchor is written.
    case advanceSequence
    case forgetBackup
    case activateMasterKey(MasterKeyVersion, at: Timestamp)
    case destroyMasterKey(MasterKeyVersion, at: Timestamp)
    case rewrap([RewrappedKey])
    /// Changes nothing; its waiter is answered when the log is cut.
    case emptyWAL

    var emptiesWAL: Bool { if case .emptyWAL = self { true } else { false } }

    var advancesSequence: Bool { if case .advanceSequence = self { true } else { false } }

    var rewraps: Bool { if case .rewrap = self { true } else { false } }

    /// Whether what it deletes must soon be gone from the WAL too.
    var erases: Bool {
        switch self {
        case .putOver, .revoke, .finishRevocation, .replaceWrappedKeys, .destroyMasterKey, .endSession, .endSessions,
            .endSubject, .forgetIdentities:
            true
        case .put, .begin, .commit, .clearIntent, .condemn, .dropTokens, .touch, .postponeRevocation,
            .addDelegation, .spendDelegation, .removeDelegation, .expireDelegations, .addSession, .renewSession,
            .touchSessions, .removeEndedSessions, .enableSubject, .addScopeUses, .rememberForecast, .foresee,
            .tellDeaths, .addIdentityKey, .claimIdentity,
            .addMasterKey, .beginKeys,
            .advanceSequence, .forgetBackup, .activateMasterKey, .rewrap, .emptyWAL:
            false
        }
    }
}
