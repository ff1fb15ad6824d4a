import Glibc
import Migrations
package import VaultCore

/// Puts a backup in a store's place. A crash leaves the old store or the new one, a failure the old one.
package struct StoreRestore {
    /// What the operator has agreed to lose.
    package struct Consent: Sendable {
        package var newerChanges: Bool
        package var otherStore: Bool

        package init(newerChanges: Bool = false, otherStore: Bool = false) {
            self.newerChanges = newerChanges
            self.otherStore = otherStore
        }
    }

    private let path: String
    private let draft: DraftFile
    private let witness: StoreMark?
    private let step: @Sendable (StoreStep) -> Void

    /// - Parameter witness: what is known of the store from elsewhere; the restored one is ahead of that, too.
    package init(
        over path: String, witness: StoreMark? = nil, step: @escaping @Sendable (StoreStep) -> Void = { _ in }
    ) {
        self.path = path
        self.witness = witness
        draft = DraftFile(path: path + "-restore")
        self.step = step
    }

    /// - Parameter verify: given the backup as an open store; false ends the restore.
    package func run(
        _ backup: String, at now: Timestamp, consent: Consent, verify: (SQLiteStore) -> Bool
    ) throws(RestoreFailure) -> RestoreReport {
        let lock = try Self.locked(path)
        draft.remove()
        defer {
            draft.remove()
            lock.letGo()
        }
        try draft.fill(from: backup)
        let found = try look(verify, consent)
        step(.restoreVerified)
        let standing = try StandingStore(path)
        let sequence = max(standing.sequence, found.sequence, Self.known(witness, of: found.report.storeID)) + 1
        try Self.mark(draft.path, restoredAt: now, sequence: sequence, witness)
        try draft.sync()
        standing.makeWay()
        step(.restorePrepared)
        guard rename(draft.path, path) == 0 else { throw Self.failed(path, StoreFile.errorText()) }
        step(.restoreRenamed)
        try Self.attempt { () throws(StoreOpenError) in
            try StoreFile(path: path).syncDirectory()
            // Last: a crash before leaves the store ahead of its anchor, which is no fault.
            try StoreAnchor(storeID: found.report.storeID, sequence: sequence).write(of: path)
        }
        return found.report
    }

    /// Takes the store as it lies there, a copy that was put back by hand, for the one to go on with.
    ///
    @discardableResult
    package static func accept(
        _ path: String, witness: StoreMark? = nil, at now: Timestamp
    ) throws(RestoreFailure) -> AcceptedCopy {
        let lock = try locked(path)
        defer { lock.letGo() }
        let standing = try StandingStore(path)
        guard standing.isThere else { throw .store(.missing(path: path)) }
        let known = standing.position.map { Self.known(witness, of: $0.storeID) } ?? 0
        let sequence = max(standing.sequence, known) + 1
        let copy = try mark(path, restoredAt: now, sequence: sequence, witness)
        try attempt { () throws(StoreOpenError) in
            try StoreAnchor(storeID: copy.mark.storeID, sequence: sequence).write(of: path)
        }
        return copy
    }

    /// Opens the draft as the daemon would, which brings its schema up to date.
    private func look(
        _ verify: (SQLiteStore) -> Bool, _ consent: Consent
    ) throws(RestoreFailure) -> (report: RestoreReport, sequence: Int64) {
        let store: SQLiteStore
        do throws(StoreOpenError) {
            var options = StoreOptions()
            options.createsIfMissing = false
            store = try SQLiteStore.open(path: draft.path, options: options) { _ in }
        } catch {
            throw .backup("is no backup of a store: \(error)")
        }
        defer { store.close() }
        let found: (problems: [String], info: BackupInfo?, id: String, sequence: Int64, grants: Int)
        do throws(StoreFailure) {
            found = try store.readers.readAfresh { reader throws(SQLiteError) in
                (
                    problems: try reader.store.problems(), info: try reader.store.backupInfo(),
                    id: BackupInfo.text(of: try reader.store.storeID()), sequence: try reader.store.sequence(),
                    grants: try reader.store.grantCount()
                )
            }
        } catch {
            throw .backup("is damaged: \(error)")
        }
        guard found.problems.isEmpty else { throw .backup("is damaged: \(found.problems[0])") }
        guard let info = found.info, info.restoredAt == nil else {
            throw .backup("is a store and no backup: make backups with `vaultctl backup create`")
        }
        let standing = try StandingStore(path)
        try standing.allow(id: found.id, sequence: found.sequence, consent)
        guard verify(store) else { throw .notVerified }
        let report = RestoreReport(
            storeID: found.id, copiedAt: info.createdAt.seconds, sequence: found.sequence, grants: found.grants,
            replacedStore: standing.isThere)
        return (report, found.sequence)
    }
}

extension StoreRestore {
    /// Keeps the lock until it is told to let go.
    private final class Lock {
        private var lock: StoreLock?

        init(_ lock: consuming StoreLock) { self.lock = consume lock }

        func letGo() { lock = nil }
    }

    private static func known(_ witness: StoreMark?, of id: String) -> Int64 {
        witness.map { $0.storeID == id ? $0.sequence : 0 } ?? 0
    }

    private static func locked(_ path: String) throws(RestoreFailure) -> Lock {
        try attempt { () throws(StoreOpenError) in
            try SQLiteLibrary.check()
            try StoreFile(path: path).checkDirectory()
            return Lock(try StoreLock(storePath: path))
        }
    }

    /// Says in the store that it was restored, for the next start to go through its grants.
    ///
    @discardableResult
    private static func mark(
        _ path: String, restoredAt now: Timestamp, sequence: Int64, _ witness: StoreMark?
    ) throws(RestoreFailure) -> AcceptedCopy {
        do throws(SQLiteError) {
            let connection = try Connection(path: path, vfs: nil, role: .writing)
            let migrator = Migrator(path: path, connection: connection)
            do throws(StoreOpenError) { try migrator.apply(try migrator.pending(of: Migrations.all)) } catch {
                throw SQLiteError.damaged("\(error)")
            }
            _ = try connection.text("journal_mode = DELETE")
            try connection.execute("PRAGMA synchronous = FULL; BEGIN IMMEDIATE")
            if try BackupInfo(connection) != nil {
                try connection.execute("UPDATE backup_info SET restored_at = \(now.milliseconds)")
            } else {
                // Nobody knows when a copy by hand was made: as long ago as can be.
                try connection.execute(BackupInfo.tableSQL)
                try connection.execute("INSERT INTO backup_info VALUES (1, 0, '', \(now.milliseconds))")
            }
            let store = StoreReads(connection)
            let mark = StoreMark(
                storeID: BackupInfo.text(of: try store.storeID()), sequence: try copiedSequence(connection, store))
            let copy = AcceptedCopy(mark: mark, newestChange: try store.newestChange())
            try connection.execute("INSERT OR REPLACE INTO restored_from VALUES (1, \(mark.sequence))")
            // What the copy had still to tell the audit log of, the store that it was made of has told it.
            let told = known(witness, of: mark.storeID)
            try connection.execute("DELETE FROM audit_outbox WHERE sequence <= \(told)")
            try connection.execute("UPDATE store_sequence SET sequence = \(sequence); COMMIT")
            // As the daemon keeps it, so that a start that stays sealed has nothing to change.
            try connection.logAhead()
            return copy
        } catch {
            throw failed(path, error.reason)
        }
    }

    /// One that was restored already and is accepted again still lacks what it lacked then.
    private static func copiedSequence(_ connection: Connection, _ store: StoreReads) throws(SQLiteError) -> Int64 {
        let table = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'restored_from'")
        if try table.first({ row throws(SQLiteError) in row.int() }) == 1, let info = try store.backupInfo() {
            return info.restoredFrom
        }
        try connection.execute(BackupInfo.restoredFromSQL)
        return try store.sequence()
    }

    private static func failed(_ path: String, _ reason: String) -> RestoreFailure {
        .store(.failed(path: path, reason: reason))
    }

    private static func attempt<Value>(_ body: () throws(StoreOpenError) -> Value) throws(RestoreFailure) -> Value {
        do throws(StoreOpenError) { return try body() } catch { throw .store(error) }
    }
}
