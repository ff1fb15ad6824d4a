/// How much a store holds, counted when asked.
package struct StoreStatistics: Hashable, Sendable {
    package var grants: Int
    package var pendingRevocations: Int
    /// Size of the database file, in bytes.
    package var databaseBytes: Int
    /// Pages in the WAL that count, in bytes; the file itself may be longer.
    package var walBytes: Int
    /// Commits since the store was opened, each with one sync.
    package var commits: Int
    /// Writes that those commits held.
    package var writes: Int
}
