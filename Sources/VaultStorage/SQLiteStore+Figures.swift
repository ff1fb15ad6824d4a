import Glibc
package import VaultCore

extension SQLiteStore {
    package var figures: StoreFigures {
        var entry = stat()
        let bytes = stat(path, &entry) == 0 ? Int(entry.st_size) : 0
        return StoreFigures(
            databaseBytes: bytes, logBytes: gauge.walPages * 4096, waitingWrites: queue.count,
            idleReaders: readers.idleCount, commitTimes: gauge.commitTimes.snapshot,
            commitSizes: gauge.commitSizes.snapshot)
    }

    /// How many grants are dead, and how many more will be by `end`. Reads an index, some 30 ns for each of them.
    package func deaths(at now: Timestamp, until end: Timestamp) throws(StoreFailure) -> (dead: Int, dying: Int) {
        try readers.read { reader throws(SQLiteError) in
            (
                try reader.forecast.deaths(after: .min, until: now.milliseconds),
                try reader.forecast.deaths(after: now.milliseconds, until: end.milliseconds)
            )
        }
    }
}
