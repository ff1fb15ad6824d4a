import Glibc
import Migrations
import Synchronization
package import VaultCore

/// The ports `GrantStore` and `MasterKeyStore` in one SQLite file: one thread writes and syncs for all, reads go beside it.
///
/// After a failed write or sync nothing more is written, and `onFatal` is called once, on the writer's thread, with a
/// reason that holds no secret: the daemon seals itself and exits.
package final class SQLiteStore: Sendable {
    let readers: ReaderPool
    let queue: WriteQueue
    let ids: IDSource
    let damages: DamageReports
    let backups: BackupWork
    let gauge: WriterGauge
    let trail = TrailOutlet()
    let path: String
    let advances = Atomic(0)
    /// What was found before anything was changed; nil where that did not matter to whoever opened it.
    let look: StoreLook?
    /// Only read: every write is refused.
    private let isFrozen: Bool
    private let isBesideServer: Bool
    private let vfs: String?
    /// Hexadecimal digits; nil while it is only read.
    package let identity: String?
    private let life: StoreLife

    /// Opens the store, makes it where it is missing, and brings its schema up to date.
    package static func open(
        path: String, options: StoreOptions = StoreOptions(), onFatal: @escaping @Sendable (String) -> Void
    ) throws(StoreOpenError) -> SQLiteStore {
        try SQLiteStore(path: path, options: options, steps: steps(options), onFatal: onFatal)
    }

    private static func steps(_ options: StoreOptions) -> [Migration] {
        #if VAULT_FAILPOINTS
        if options.rehearsesNextSchema { return Migrations.all + [Migrations.rehearsal] }
        #endif
        return Migrations.all
    }

    init(
        path: String, options: StoreOptions, steps: [Migration], onFatal: @escaping @Sendable (String) -> Void
    ) throws(StoreOpenError) {
        try SQLiteLibrary.check()
        try StoreFile(path: path).prepare(creating: options.createsIfMissing)
        isBesideServer = options.changes == .neverBesideServer
        let lock = isBesideServer ? nil : try StoreLock(storePath: path)
        let look = options.changes == .always ? nil : try StoreLook(path, options, steps)
        isFrozen = options.changes == .never || isBesideServer || look?.age.isRolledBack == true
        self.look = look
        vfs = options.vfs
        let queue = WriteQueue()
        let readers = ReaderPool(path: path, options: options)
        self.path = path
        self.queue = queue
        self.readers = readers
        damages = DamageReports(options.onDamage)
        backups = BackupWork(source: path, options: options, readers: readers)
        if isFrozen {
            queue.fail(.failed(reason: "the store is left as it is"))
            ids = IDSource(after: 0)
            gauge = WriterGauge()
            identity = nil
            life = StoreLife(lock: lock)
            return
        }
        let connection = try Self.connect(path: path, options: options, steps: steps)
        do throws(SQLiteError) {
            let mark = try StoreReads(connection).highestID()
            ids = IDSource(after: mark)
            let identity = BackupInfo.text(of: try StoreReads(connection).storeID())
            self.identity = identity
            let writer = try Writer(
                connection, queue: queue, readers: readers, ids: ids, storedMark: mark, trail: trail, options: options,
                anchor: AnchorWriter(path: path, storeID: identity), onFatal: onFatal)
            gauge = writer.gauge
            life = StoreLife(lock: lock, thread: try WriterThread(writer), connection: connection)
        } catch {
            throw StoreOpenError(error, path: path)
        }
    }

    deinit { close() }

    /// Takes no more reads and writes, does the writes that wait, empties the WAL and lets go of the files. Blocks until
    /// that is done.
    package func close() {
        // The writer's connection is to be the last, so that SQLite removes the emptied WAL.
        readers.close()
        queue.close()
        life.end { if isFrozen, !isBesideServer { removeEmptyLog() } }
    }

    /// Readers leave the files of the log behind; a connection that may write removes them, where there is nothing in them.
    private func removeEmptyLog() {
        var entry = stat()
        guard stat(path + "-wal", &entry) == 0, entry.st_size == 0 else { return }
        if let connection = try? Connection(path: path, vfs: vfs, role: .writing) {
            _ = try? connection.number("schema_version")
        }
    }

    /// Counts the rows: on a large store this takes milliseconds.
    package func statistics() throws(StoreFailure) -> StoreStatistics {
        let gauge = gauge
        return try readers.read { reader throws(SQLiteError) in
            StoreStatistics(
                grants: try reader.store.grantCount(), pendingRevocations: try reader.revocations.pending(),
                databaseBytes: try reader.store.databaseBytes(), walBytes: gauge.walPages * 4096,
                commits: gauge.commits, writes: gauge.writes)
        }
    }

    /// Reads every page of the file and compares what must agree; takes seconds on a large store.
    ///
    /// - Returns: what is wrong; empty when the store is sound.
    package func problems() throws(StoreFailure) -> [String] {
        try readers.readAfresh { reader throws(SQLiteError) in try reader.store.problems() }
    }

    private static func connect(
        path: String, options: StoreOptions, steps: [Migration]
    ) throws(StoreOpenError) -> Connection {
        let connection: Connection
        do throws(SQLiteError) {
            connection = try Connection(path: path, vfs: options.vfs, role: .writing)
        } catch {
            throw StoreOpenError(error, path: path)
        }
        let migrator = Migrator(path: path, connection: connection)
        let pending = try migrator.pending(of: steps)
        do throws(SQLiteError) {
            // Not before the look above: it changes the file.
            try connection.logAhead()
        } catch {
            throw StoreOpenError(error, path: path)
        }
        try migrator.apply(pending)
        return connection
    }
}
