package import VaultCore

/// How a store is opened; the defaults are what a daemon wants.
package struct StoreOptions: Sendable {
    /// Whether a missing store is made; otherwise it is an error.
    package var createsIfMissing = true
    /// What may be done to the file. But where it is `always`, the store is looked at before.
    package var changes: StoreChanges = .always
    /// The last that is known of the store from elsewhere.
    package var witness: StoreMark?
    /// Pages in the WAL (4 KiB each) after which they are copied into the database.
    package var checkpointPages = 1_000
    /// Pages in the WAL beyond which the writer waits for readers, so that the WAL can begin anew: 64 MiB.
    package var walBoundPages = 16_000
    /// Without any write for so long, the WAL is emptied.
    package var lullMilliseconds = 250
    /// For so long the WAL may still hold what was erased, while there is other work.
    package var erasureMilliseconds = 250
    /// Writes in one transaction, at most: bounds how long a sync keeps the others waiting.
    package var batchLimit = 512
    /// Connections that are kept for reading; more readers than that at a time open connections of their own.
    package var keptReaders = 4
    /// Told of each row that does not read back and was passed over in a list: its table and id. Called by the thread that
    /// reads.
    package var onDamage: @Sendable (_ table: String, _ id: Int64) -> Void = { _, _ in }
    /// Called at each named step, for crash tests.
    package var step: @Sendable (StoreStep) -> Void = { _ in }
    #if VAULT_FAILPOINTS
    /// Opened as the next version would: with one step more.
    package var rehearsesNextSchema = false
    #endif
    /// The SQLite VFS to use; nil is the system's.
    package var vfs: String?

    package init() {}
}
