import VaultCore

/// A connection that cannot write, with every statement that reads prepared once; used by one thread at a time, as its
/// connection is.
final class Reader: @unchecked Sendable {
    let grants: GrantReads
    let lineages: LineageReads
    let revocations: RevocationReads
    let store: StoreReads

    init(path: String, vfs: String?) throws(SQLiteError) {
        let connection = try Connection(path: path, vfs: vfs, role: .reading)
        grants = try GrantReads(connection)
        lineages = try LineageReads(connection)
        revocations = try RevocationReads(connection)
        store = try StoreReads(connection)
    }
}
