import CSQLite
import Synchronization

/// How many pages stand in the WAL, as the last commit told.
///
/// SQLite tells it to a C callback, which gets this object as a bare pointer: the writer keeps it as long as its
/// connection.
final class WALGauge: Sendable {
    private let count = Atomic<Int>(0)

    /// Takes the place of SQLite's own automatic checkpoint (sqlite.org/c3ref/wal_hook.html).
    init(watching connection: Connection) {
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            connection.handle,
            { gauge, _, _, pages in
                guard let gauge else { return SQLITE_OK }
                Unmanaged<WALGauge>.fromOpaque(gauge).takeUnretainedValue().pages = Int(pages)
                return SQLITE_OK
            }, pointer)
    }

    var pages: Int {
        get { count.load(ordering: .relaxed) }
        set { count.store(newValue, ordering: .relaxed) }
    }
}
