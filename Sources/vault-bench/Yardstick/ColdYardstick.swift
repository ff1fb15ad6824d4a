import CSQLite
import Glibc
import VaultSocket

/// What a token that is in no memory cannot do without: bare SQLite finds grant, record key and sealed token in the daemon's own
/// store, and libsodium unwraps a key and opens as many bytes.
///
/// The bytes that it opens are its own: those in the store are sealed under keys that only the daemon has.
final class ColdYardstick {
    /// Of an access token of the bench, as `AssociatedData` writes it.
    static let associatedBytes = 200
    private let database: SQLiteDatabase
    private let grant: SQLiteStatement
    private let key: SQLiteStatement
    private let token: SQLiteStatement
    private let sodium = SodiumYardstick(bytes: BulkTokens.bytes, associatedBytes: ColdYardstick.associatedBytes)

    /// - Parameter store: of a daemon that does not run.
    init(store: String) throws {
        database = try SQLiteDatabase(store)
        for pragma in ["mmap_size = 0", "cell_size_check = ON", "query_only = ON"] {
            try database.execute("PRAGMA \(pragma)")
        }
        grant = try database.prepare(
            "SELECT id, refresh_token FROM grants WHERE subject = ? AND provider = 'bench' AND account = ''")
        key = try database.prepare("SELECT master_key, wrapped FROM record_keys WHERE id = ?")
        token = try database.prepare(
            "SELECT generation, token FROM access_tokens WHERE grant_id = ? AND requested_scopes = ''")
    }

    /// Gives the tokens of these subjects, again and again until the time is over.
    func run(_ numbers: [Int], for duration: Duration) throws -> Run {
        var histogram = LatencyHistogram()
        let start = MonotonicInstant.now
        let end = start.advanced(by: duration)
        let processorTime = SystemTime.thread
        var last = start.nanoseconds
        while last < end.nanoseconds {
            try give(numbers[histogram.total % numbers.count])
            let now = MonotonicInstant.now.nanoseconds
            histogram.add(now - last)
            last = now
        }
        return Run(
            rate: Double(histogram.total) * 1e9 / Double(last - start.nanoseconds), latencies: histogram,
            serverNanoseconds: Double(SystemTime.thread - processorTime) / Double(histogram.total))
    }

    private func give(_ number: Int) throws {
        var (id, found) = (Int64(0), 0)
        grant.bind(text: BenchLines.subject(number))
        try grant.forEach { number, bytes in (id, found) = (number, found + (bytes.isEmpty ? 0 : 1)) }
        key.bind(id)
        try key.forEach { _, bytes in found += bytes.isEmpty ? 0 : 1 }
        token.bind(id)
        try token.forEach { _, bytes in found += bytes.count == BulkTokens.bytes + BareEnvelope.overhead ? 1 : 0 }
        guard found == 3 else { throw LoadFailure("the yardstick did not find token \(number)") }
        sodium.open()
    }
}
