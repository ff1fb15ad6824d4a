import CSQLite

/// The linked SQLite, and whether it can keep this store's promises.
enum SQLiteLibrary {
    /// 3.37.0 brought STRICT tables.
    private static let oldest: Int32 = 3_037_000

    static var version: String { String(cString: sqlite3_libversion()) }

    static func check() throws(StoreOpenError) {
        try check(version: sqlite3_libversion_number(), isThreadSafe: sqlite3_threadsafe() != 0)
    }

    static func check(version: Int32, isThreadSafe: Bool) throws(StoreOpenError) {
        guard version >= oldest else {
            throw .unsuitableLibrary("it is version \(text(of: version)), this program needs 3.37.0 or newer")
        }
        guard isThreadSafe else { throw .unsuitableLibrary("it was built without thread safety") }
    }

    private static func text(of version: Int32) -> String {
        "\(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000)"
    }
}
