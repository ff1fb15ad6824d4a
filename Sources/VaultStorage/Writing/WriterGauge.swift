import CSQLite
import Synchronization
import VaultCore

/// What the writer tells of its work to whoever asks: how full the WAL is, and how many writes shared how many commits.
///
/// SQLite tells the pages to a C callback, which gets this object as a bare pointer: the writer keeps it as long as its
/// connection.
final class WriterGauge: Sendable {
    private let pages = Atomic<Int>(0)
    private let commitCount = Atomic<Int>(0)
    private let writeCount = Atomic<Int>(0)
    private let sequenceNumber = Atomic<Int64>(0)
    let commitTimes = Histogram(.latency)
    let commitSizes = Histogram(.counts)
    private let toldNumber = Atomic<Int64>(-1)
    private let settledNumber = Atomic<Int64>(-1)

    /// Of a store that has no writer.
    init() {}

    /// Takes the place of SQLite's own automatic checkpoint (sqlite.org/c3ref/wal_hook.html).
    init(watching connection: Connection) {
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            connection.handle,
            { gauge, _, _, pages in
                guard let gauge else { return SQLITE_OK }
                Unmanaged<WriterGauge>.fromOpaque(gauge).takeUnretainedValue().walPages = Int(pages)
                return SQLITE_OK
            }, pointer)
    }

    /// Pages in the WAL, as of the last commit or emptying.
    var walPages: Int {
        get { pages.load(ordering: .relaxed) }
        set { pages.store(newValue, ordering: .relaxed) }
    }

    var commits: Int { commitCount.load(ordering: .relaxed) }
    var writes: Int { writeCount.load(ordering: .relaxed) }

    /// Of the last commit.
    var sequence: Int64 {
        get { sequenceNumber.load(ordering: .acquiring) }
        set { sequenceNumber.store(newValue, ordering: .releasing) }
    }

    /// The last commit that told the audit trail of something.
    var told: Int64 {
        get { toldNumber.load(ordering: .acquiring) }
        set { toldNumber.store(newValue, ordering: .releasing) }
    }

    /// The last commit whose records are known to be on the disk.
    var settled: Int64 {
        get { settledNumber.load(ordering: .acquiring) }
        set { settledNumber.store(newValue, ordering: .releasing) }
    }

    /// - Parameter nanoseconds: since the first of these writes was begun.
    func committed(writes: Int, nanoseconds: Int64) {
        commitCount.add(1, ordering: .relaxed)
        writeCount.add(writes, ordering: .relaxed)
        commitTimes.observe(UInt64(max(0, nanoseconds)))
        commitSizes.observe(UInt64(writes))
    }
}
