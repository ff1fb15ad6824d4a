import VaultCore

/// A connection that cannot write, with statements that read, each prepared once; used by one thread at a time, as its
/// connection is.
final class Reader: @unchecked Sendable {
    let grants: GrantReads
    let lineages: LineageReads
    let recordKeys: RecordKeyReads
    let store: StoreReads
    let sealed: SealedRecordReads
    private let damagedOnFirstUse: OnFirstUse<DamagedReads>
    private let revocationsOnFirstUse: OnFirstUse<RevocationReads>
    private let delegationsOnFirstUse: OnFirstUse<DelegationReads>
    private let sessionsOnFirstUse: OnFirstUse<SessionReads>
    private let subjectsOnFirstUse: OnFirstUse<SubjectReads>
    private let scopeUsesOnFirstUse: OnFirstUse<ScopeUseReads>
    private let identitiesOnFirstUse: OnFirstUse<IdentityReads>
    private let forecastOnFirstUse: OnFirstUse<ForecastReads>
    private let outboxOnFirstUse: OnFirstUse<OutboxReads>
    private let beginning: Statement
    private let ending: Statement
    /// As of how many commits the open transaction reads; nil while none is open.
    private var snapshot: Int?
    let files: StoreFiles

    init(path: String, vfs: String?) throws(SQLiteError) {
        let connection = try Connection(path: path, vfs: vfs, role: .reading)
        grants = try GrantReads(connection)
        lineages = try LineageReads(connection)
        damagedOnFirstUse = OnFirstUse(connection, DamagedReads.init)
        recordKeys = try RecordKeyReads(connection)
        files = StoreFiles(connection)
        revocationsOnFirstUse = OnFirstUse(connection, RevocationReads.init)
        delegationsOnFirstUse = OnFirstUse(connection, DelegationReads.init)
        sessionsOnFirstUse = OnFirstUse(connection, SessionReads.init)
        subjectsOnFirstUse = OnFirstUse(connection, SubjectReads.init)
        scopeUsesOnFirstUse = OnFirstUse(connection, ScopeUseReads.init)
        identitiesOnFirstUse = OnFirstUse(connection, IdentityReads.init)
        forecastOnFirstUse = OnFirstUse(connection, ForecastReads.init)
        outboxOnFirstUse = OnFirstUse(connection, OutboxReads.init)
        store = try StoreReads(connection)
        sealed = SealedRecordReads(connection)
        beginning = try connection.prepare("BEGIN")
        ending = try connection.prepare("COMMIT")
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

extension Reader {
    var damaged: DamagedReads { get throws(SQLiteError) { try damagedOnFirstUse.statements } }
    var revocations: RevocationReads { get throws(SQLiteError) { try revocationsOnFirstUse.statements } }
    var delegations: DelegationReads { get throws(SQLiteError) { try delegationsOnFirstUse.statements } }
    var sessions: SessionReads { get throws(SQLiteError) { try sessionsOnFirstUse.statements } }
    var subjects: SubjectReads { get throws(SQLiteError) { try subjectsOnFirstUse.statements } }
    var scopeUses: ScopeUseReads { get throws(SQLiteError) { try scopeUsesOnFirstUse.statements } }
    var forecast: ForecastReads { get throws(SQLiteError) { try forecastOnFirstUse.statements } }
    var outbox: OutboxReads { get throws(SQLiteError) { try outboxOnFirstUse.statements } }
    var identities: IdentityReads { get throws(SQLiteError) { try identitiesOnFirstUse.statements } }
}
