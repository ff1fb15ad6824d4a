import Glibc
import VaultCore

/// Owns the only connection that writes, on a thread of its own: takes all that waits, runs it in one transaction,
/// syncs once, then wakes everyone (group commit).
///
/// An error that is not a rule of the schema ends it: nothing is tried again, because after a failed sync the kernel
/// may have dropped what was not written (fsync(2), DESIGN §3).
final class Writer {
    let connection: Connection
    let queue: WriteQueue
    let options: StoreOptions
    let tables: WriteTables
    var plan: CheckpointPlan
    /// Nobody can open what is wrapped under one of these: a caller who wrapped a record key before the key was destroyed
    /// must not store it after.
    var destroyedKeys: Set<MasterKeyVersion>
    /// Of the open transaction.
    var wraps = WrapCounts()
    let trail: TrailOutlet
    /// By the open transaction, or by the one that was just committed.
    var told: [(AuditEvent, [UInt8])] = []
    /// The sequence as it will be once the open transaction is committed; nil until it is counted.
    var counted: Int64?
    /// Up to this commit nothing is kept any more.
    var trimmed: Int64 = -1
    let gauge: WriterGauge
    let readers: ReaderPool
    /// nil for a store that nobody serves.
    var anchor: AnchorWriter?
    /// How the last anchor that was due was written.
    var anchored = WriteOutcome.done
    /// As of the last commit.
    var sequence: Int64 { didSet { gauge.sequence = sequence } }

    private let ids: IDSource
    private let onFatal: @Sendable (String) -> Void
    private var storedMark: Int64
    private var gathering = Gathering()
    private(set) var batch: [PendingWrite] = []
    private(set) var outcomes: [WriteOutcome] = []

    init(
        _ connection: Connection, queue: WriteQueue, readers: ReaderPool, ids: IDSource, storedMark: Int64,
        trail: TrailOutlet,
        options: StoreOptions, anchor: AnchorWriter?, onFatal: @escaping @Sendable (String) -> Void
    ) throws(SQLiteError) {
        self.anchor = anchor
        self.connection = connection
        self.queue = queue
        self.readers = readers
        self.ids = ids
        self.storedMark = storedMark
        self.trail = trail
        self.options = options
        self.onFatal = onFatal
        tables = WriteTables(connection)
        destroyedKeys = try tables.masterKeys.destroyed()
        gauge = WriterGauge(watching: connection)
        plan = CheckpointPlan(
            stepPages: options.checkpointPages, boundPages: options.walBoundPages,
            erasureNanoseconds: Int64(options.erasureMilliseconds) * 1_000_000)
        sequence = try StoreReads(connection).sequence()
        gauge.sequence = sequence
        gauge.told = try OutboxReads(connection).newest()
    }

    /// The thread's whole life.
    func run() {
        do throws(SQLiteError) {
            while try serve() {}
            try emptyWAL()
        } catch {
            stop(because: error)
        }
    }

    /// - Returns: false when nothing will come any more.
    private func serve() throws(SQLiteError) -> Bool {
        stayAwake()
        let patience = plan.patience(lull: Int64(options.lullMilliseconds) * 1_000_000, at: Self.now())
        // Rounded up: a moment too late, never one too early.
        switch queue.take(into: &batch, patience: patience.map { Int(($0 + 999_999) / 1_000_000) }) {
        case .writes:
            anchored = .done
            try commitBatch()
            writeAnchor()
            answerBatch()
            if !batch.isEmpty {
                try emptyWALForWaiters()
            } else if let mode = plan.due(at: Self.now()) {
                try checkpoint(mode)
            }
        case .lull:
            if let mode = plan.dueInLull { try checkpoint(mode) }
        case .end:
            return false
        }
        return true
    }

    private func commitBatch() throws(SQLiteError) {
        do throws(SQLiteError) {
            try commitBatch(guarded: false)
        } catch {
            // Every job looks before it changes anything, so a rule of the schema that refuses a row in the middle of one
            // is a fault of that job. Only then do savepoints pay: they cost a copy of every page that two jobs share.
            guard error.isConstraint else { throw error }
            try tables.store.rollBack()
            destroyedKeys = try tables.masterKeys.destroyed()
            try commitBatch(guarded: true)
        }
    }

    private func commitBatch(guarded: Bool) throws(SQLiteError) {
        outcomes.removeAll(keepingCapacity: true)
        told.removeAll(keepingCapacity: true)
        counted = nil
        wraps.removeAll()
        let start = Self.now()
        try tables.store.begin()
        repeat {
            while outcomes.count < batch.count {
                let write = batch[outcomes.count]
                let outcome = guarded ? try performGuarded(write.job) : try perform(write.job)
                outcomes.append(outcome)
                try tell(write.tale, of: outcome)
            }
            // Whoever came while these were written needs no sync of their own.
        } while batch.count < options.batchLimit && gatherMore(since: start)
        try coverIDs()
        try tables.masterKeys.count(wraps)
        let counted = if let counted { counted } else { try count(tells: false) }
        try keepTold(of: counted)
        let end = Self.now()
        try tables.store.commit()
        sequence = counted
        recordTold()
        readers.noteCommit()
        let durable = Self.now()
        gathering.committed(writes: batch.count, nanoseconds: durable - end)
        gauge.committed(writes: batch.count, nanoseconds: durable - start)
        plan.committed(
            walPages: gauge.walPages, erasing: batch.contains { $0.job.erases },
            rotating: batch.contains { $0.job.rewraps }, at: durable)
    }

    /// - Returns: whether anything came.
    private func gatherMore(since start: Int64) -> Bool {
        while !queue.takeMore(into: &batch) {
            guard gathering.isWorthWaiting(writes: batch.count, nanoseconds: Self.now() - start) else { return false }
            sched_yield()
        }
        return true
    }

    /// Going to sleep and being woken costs more than the moment until those just answered write again.
    private func stayAwake() {
        let start = Self.now()
        while queue.isEmpty && gathering.isWorthWaiting(writes: 0, nanoseconds: Self.now() - start) { sched_yield() }
    }

    /// Monotonic nanoseconds.
    static func now() -> Int64 {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec)
    }

    /// Undoes what a refused job has done before it was refused; its neighbours do not notice.
    private func performGuarded(_ job: WriteJob) throws(SQLiteError) -> WriteOutcome {
        try tables.store.openSavepoint()
        let before = wraps
        do throws(SQLiteError) {
            let outcome = try perform(job)
            try tables.store.releaseSavepoint()
            return outcome
        } catch {
            guard error.isConstraint else { throw error }
            try tables.store.undoSavepoint()
            wraps = before
            return .failed(error.isUniqueness ? .conflict : .failed(reason: error.reason))
        }
    }

    /// Whatever id stands in this batch was given out before now.
    private func coverIDs() throws(SQLiteError) {
        let highest = ids.highest
        guard highest > storedMark else { return }
        try tables.store.markIDs(upTo: highest + IDSource.block)
        storedMark = highest + IDSource.block
    }

    private func answerBatch() {
        for (write, outcome) in zip(batch, outcomes) where !write.job.emptiesWAL {
            write.answer(write.job.advancesSequence ? anchored : outcome)
        }
        batch.removeAll { !$0.job.emptiesWAL }
    }

    /// What is left of the batch waits for the log to be cut; answered also where that fails.
    private func emptyWALForWaiters() throws(SQLiteError) {
        let isEmpty = try checkpoint(.truncate)
        for write in batch { write.answer(isEmpty ? .done : .unchanged) }
        batch.removeAll(keepingCapacity: true)
    }

    /// Refuses everything from now on, tells whoever waits, and then the daemon.
    private func stop(because error: SQLiteError) {
        // Where it fails, SQLite checkpoints on closing as the last; its own checks still hold then.
        try? connection.closeWithoutCheckpoint()
        let failure = StoreFailure.failed(reason: error.reason)
        queue.fail(failure)
        for write in batch { write.answer(.failed(failure)) }
        batch.removeAll()
        onFatal(error.reason)
    }
}
