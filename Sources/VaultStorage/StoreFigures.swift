package import VaultCore

/// How the store does, for the metrics; told without reading any row.
package struct StoreFigures: Sendable {
    /// Size of the database file.
    package var databaseBytes: Int
    /// Pages in the WAL that count.
    package var logBytes: Int
    package var waitingWrites: Int
    package var idleReaders: Int
    package var commitTimes: HistogramSnapshot
    package var commitSizes: HistogramSnapshot
}
