import VaultCore

/// A connection that cannot write, with every statement that reads prepared once; used by one thread at a time, as its
/// connection is.
final class Reader: @unchecked Sendable {
    let grants: GrantReads
    let lineages: LineageReads
    let damaged: DamagedReads
    let recordKeys: RecordKeyReads
    let revocations: RevocationReads
    let delegations: DelegationReads
    let sessions: SessionReads
    let subjects: SubjectReads
    let scopeUses: ScopeUseReads
    let identities: IdentityReads
    let store: StoreReads
    let sealed: SealedRecordReads
    private let beginning: Statement
    private let ending: Statement
    /// As of how many commits the open transaction reads; nil while none is open.
    private var snapshot: Int?
    let files: StoreFiles

    init(path: String, vfs: String?) throws(SQLiteError) {
        let connection = try Connection(path: path, vfs: vfs, role: .reading)
        grants = try GrantReads(connection)
        lineages = try LineageReads(connection)
        damaged = try DamagedReads(connection)
        recordKeys = try RecordKeyReads(connection)
        files = StoreFiles(connection)
        revocations = try RevocationReads(connection)
        delegations = try DelegationReads(connection)
        sessions = try SessionReads(connection)
        subjects = try SubjectReads(connection)
        scopeUses = try ScopeUseReads(connection)
        identities = try IdentityReads(connection)
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
