import CSQLite
import Glibc

/// Looks through the bytes of the database and its write-ahead log by SQLite's own descriptors: to open and close the file
/// beside it would drop SQLite's locks (sqlite.org/howtocorrupt.html §2.2).
struct StoreFiles {
    private static let chunk = 1 << 20
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func hold(_ bytes: [UInt8]) throws(SQLiteError) -> Bool {
        // A first read opens the log.
        _ = try connection.number("schema_version")
        for file in [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER] {
            if try holds(bytes, file) { return true }
        }
        return false
    }

    private func holds(_ bytes: [UInt8], _ which: Int32) throws(SQLiteError) -> Bool {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(connection.handle, "main", which, &found)
        guard code == SQLITE_OK, let file = found, let methods = file.pointee.pMethods else {
            throw SQLiteError(code: max(code, SQLITE_ERROR), on: connection.handle)
        }
        var size: Int64 = 0
        try check(methods.pointee.xFileSize(file, &size))
        let space = UnsafeMutableRawPointer.allocate(byteCount: Self.chunk, alignment: 16)
        defer { space.deallocate() }
        var offset: Int64 = 0
        while offset < size {
            let count = Int(min(Int64(Self.chunk), size - offset))
            let code = methods.pointee.xRead(file, space, Int32(count), offset)
            // The file was cut meanwhile: what is not there holds nothing, and the rest of the space is zeroed.
            if code != SQLITE_IOERR_SHORT_READ { try check(code) }
            if Self.contains(UnsafeRawBufferPointer(start: space, count: count), bytes) { return true }
            guard count == Self.chunk else { break }
            // What begins in one piece may end in the next.
            offset += Int64(count - bytes.count + 1)
        }
        return false
    }

    /// Most places are ruled out by the first byte.
    private static func contains(_ space: UnsafeRawBufferPointer, _ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, let start = space.baseAddress else { return false }
        var place = 0
        while place + bytes.count <= space.count {
            let rest = space.count - bytes.count + 1 - place
            guard let hit = memchr(start + place, Int32(first), rest) else { return false }
            if memcmp(hit, bytes, bytes.count) == 0 { return true }
            place = UnsafeRawPointer(hit) - start + 1
        }
        return false
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code: code, on: nil) }
    }

    /// A macro with a shift, which Swift does not import.
    private var SQLITE_IOERR_SHORT_READ: Int32 { SQLITE_IOERR | 2 << 8 }
}
