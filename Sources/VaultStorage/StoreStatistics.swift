/// How much a store holds, counted when asked.
package struct StoreStatistics: Hashable, Sendable {
    package var grants: Int
    package var pendingRevocations: Int
    /// Size of the database file, in bytes.
    package var databaseBytes: Int
    /// Pages in the WAL that count, in bytes; the file itself may be longer.
    package var walBytes: Int
}
