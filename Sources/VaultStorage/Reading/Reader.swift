import VaultCore

/// A connection that cannot write, with statements that read, each prepared once; used by one thread at a time, as its
/// connection is.
final class Reader: @unchecked Sendable {
    let grants: GrantReads
    let standing: StandingReads
    let lineages: LineageReads
    let found: FoundReads
    let recordKeys: RecordKeyReads
    let store: StoreReads
    let sealed: SealedRecordReads
    let damaged: DamagedReads
    let revocations: RevocationReads
    let delegations: DelegationReads
    let sessions: SessionReads
    let subjects: SubjectReads
    let scopeUses: ScopeUseReads
    let identities: IdentityReads
    let forecast: ForecastReads
    let outbox: OutboxReads
    private let beginning: Statement
    private let ending: Statement
    /// As of how many commits the open transaction reads; nil while none is open.
    private var snapshot: Int?
    let files: StoreFiles

    init(path: String, vfs: String?) throws(SQLiteError) {
        let connection = try Connection(path: path, vfs: vfs, role: .reading)
        grants = GrantReads(connection)
        standing = StandingReads(connection)
        lineages = LineageReads(connection)
        found = FoundReads(connection)
        damaged = DamagedReads(connection)
        recordKeys = RecordKeyReads(connection)
        files = StoreFiles(connection)
        revocations = RevocationReads(connection)
        delegations = DelegationReads(connection)
        sessions = SessionReads(connection)
        subjects = SubjectReads(connection)
        scopeUses = ScopeUseReads(connection)
        identities = IdentityReads(connection)
        forecast = ForecastReads(connection)
        outbox = OutboxReads(connection)
        store = StoreReads(connection)
        sealed = SealedRecordReads(connection)
        beginning = connection.prepare("BEGIN")
        ending = connection.prepare("COMMIT")
    }

    /// From here on the reader sees at least so many commits. A transaction that sees no less stays open: beginning one costs
    /// three locks, and throws away what the connection has read of a store that changed.
    func seeAll(_ commits: Int) throws(SQLiteError) {
        if snapshot == commits { return }
        try letGo()
        // Looks at the store with its first statement, so never too early.
        try beginning.run()
        snapshot = commits
    }

    /// Ends the transaction, so that the WAL can begin anew.
    func letGo() throws(SQLiteError) {
        guard snapshot != nil else { return }
        snapshot = nil
        try ending.run()
    }
}
