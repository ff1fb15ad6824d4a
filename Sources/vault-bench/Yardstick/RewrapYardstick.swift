import CSodium
import VaultSocket

/// A rotation by bare SQLite and libsodium: one loop that reads a batch of record keys, unwraps and wraps each, and writes them
/// in one transaction, in the daemon's own schema, with its settings and in batches of its size.
final class RewrapYardstick {
    /// As `RewrapWorker` takes them.
    static let batch = 512
    private static let wrappedBytes = BareEnvelope.overhead + 32
    private let database: SQLiteDatabase
    private let grants: Int
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let select: SQLiteStatement
    private let update: SQLiteStatement
    private let envelope = BareEnvelope(associatedBytes: SodiumYardstick.recordKeyAssociatedBytes)
    private let keys: [UnsafeMutablePointer<UInt8>]
    private let derived = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
    private let recordKey = UnsafeMutablePointer<UInt8>.allocate(capacity: 32)
    private let wrapped: UnsafeMutablePointer<UInt8>
    /// The master key of now, as its number.
    private var version: Int64 = 1

    /// Fills the store, which holds no grant yet.
    init(store: String, grants: Int) throws {
        precondition(sodium_init() >= 0, "libsodium cannot be initialised")
        database = try SQLiteDatabase(store)
        self.grants = grants
        keys = (0..<2).map { _ in
            let key = UnsafeMutablePointer<UInt8>.allocate(capacity: 32)
            randombytes_buf(key, 32)
            return key
        }
        wrapped = .allocate(capacity: Self.batch * Self.wrappedBytes)
        wrapped.initialize(repeating: 0, count: Self.batch * Self.wrappedBytes)
        for pragma in SQLiteYardstick.settings { try database.execute("PRAGMA \(pragma)") }
        begin = try database.prepare("BEGIN IMMEDIATE")
        commit = try database.prepare("COMMIT")
        select = try database.prepare(
            "SELECT id, wrapped FROM record_keys WHERE master_key = ? AND id > ? ORDER BY id LIMIT ?")
        update = try database.prepare(
            "UPDATE record_keys SET master_key = ?, wrapped = ? WHERE id = ? AND master_key = ?")
        randombytes_buf(recordKey, 32)
        let (envelope, derived, recordKey, wrapped, key) = (envelope, derived, recordKey, wrapped, keys[1])
        try BulkGrants.fill(database, 0..<grants) { _, _, body in
            randombytes_buf(wrapped + 33, 24)
            BareEnvelope.derive(key, nonce: wrapped + 33, into: derived)
            envelope.encrypt(recordKey, 32, derived, into: wrapped)
            try body(UnsafeRawBufferPointer(start: wrapped, count: Self.wrappedBytes))
        }
    }

    deinit {
        for memory in keys + [derived, recordKey, wrapped] { memory.deallocate() }
    }

    /// Moves every record key to the next master key.
    func run() throws -> Run {
        let start = MonotonicInstant.now.nanoseconds
        let (old, new) = (version, version + 1)
        var (after, moved) = (Int64(0), 0)
        while true {
            var ids: [Int64] = []
            select.bind(old, after, Int64(Self.batch))
            try select.forEach { id, bytes in
                try rewrap(bytes, from: old, to: new, place: ids.count)
                ids.append(id)
            }
            guard let last = ids.last else { break }
            try write(ids, from: old, to: new)
            (after, moved) = (last, moved + ids.count)
        }
        guard moved == grants else { throw LoadFailure("the yardstick moved \(moved) of \(grants) record keys") }
        version = new
        return Run(rate: Double(moved) * 1e9 / Double(MonotonicInstant.now.nanoseconds - start))
    }

    private func rewrap(_ bytes: UnsafeRawBufferPointer, from old: Int64, to new: Int64, place: Int) throws {
        let target = wrapped + place * Self.wrappedBytes
        guard bytes.count == Self.wrappedBytes, let source = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        else { throw LoadFailure("the yardstick found a key of another length") }
        BareEnvelope.derive(keys[Int(old % 2)], nonce: source + 33, into: derived)
        guard envelope.decrypt(source, 32, derived, into: recordKey) else {
            throw LoadFailure("the yardstick does not open its own keys")
        }
        randombytes_buf(target + 33, 24)
        BareEnvelope.derive(keys[Int(new % 2)], nonce: target + 33, into: derived)
        envelope.encrypt(recordKey, 32, derived, into: target)
    }

    private func write(_ ids: [Int64], from old: Int64, to new: Int64) throws {
        try begin.run()
        for (place, id) in ids.enumerated() {
            update.bind(new)
            update.bind(
                blob: UnsafeRawBufferPointer(start: wrapped + place * Self.wrappedBytes, count: Self.wrappedBytes))
            update.bind(id, old)
            try update.run()
        }
        try commit.run()
    }
}
