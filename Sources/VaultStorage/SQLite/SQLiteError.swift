import CSQLite
import VaultCore

/// What SQLite answered when it did not do something; the message names tables and columns, never a value.
struct SQLiteError: Error, Equatable {
    /// The extended result code (https://sqlite.org/rescode.html).
    let code: Int32
    let message: String

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    init(code: Int32, on database: OpaquePointer?) {
        let text = database.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        self.init(code: code, message: text)
    }

    /// The low byte of an extended code is the plain one.
    var primaryCode: Int32 { code & 0xFF }

    /// A rule of the schema refused a row: the statement changed nothing, and the file is as sound as before.
    var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// The rule is that something stands there once.
    var isUniqueness: Bool { [Self.unique, Self.primaryKey, Self.rowID].contains(code) }

    // Extended codes are macros with a shift, which Swift does not import.
    private static let primaryKey = SQLITE_CONSTRAINT | 6 << 8
    private static let unique = SQLITE_CONSTRAINT | 8 << 8
    private static let rowID = SQLITE_CONSTRAINT | 10 << 8

    /// Someone else is in the way for now.
    var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The content is not what SQLite, or this schema, must find there.
    var isDamage: Bool {
        primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB || primaryCode == SQLITE_MISMATCH
    }

    var reason: String { "sqlite: \(message) (\(code))" }

    /// As the port tells it.
    var asStoreFailure: StoreFailure { isDamage ? .damaged(reason: reason) : .failed(reason: reason) }

    /// A stored value breaks a rule of the vocabulary.
    static func damaged(_ what: String) -> SQLiteError { SQLiteError(code: SQLITE_CORRUPT, message: what) }
}
