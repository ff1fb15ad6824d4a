import CSQLite

/// The row that a statement stands on; its columns are taken from left to right.
struct Row {
    private let statement: OpaquePointer
    private var column: Int32 = 0

    init(_ statement: OpaquePointer) { self.statement = statement }

    /// The first column, wherever the row has been read to.
    var firstInt: Int64 { sqlite3_column_int64(statement, 0) }

    /// That column, wherever the row has been read to.
    func optionalInt(at column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : sqlite3_column_int64(statement, column)
    }

    mutating func int() -> Int64 { sqlite3_column_int64(statement, next()) }

    mutating func optionalInt() -> Int64? { isNull ? skip() : int() }

    mutating func text() -> String {
        let position = next()
        guard let bytes = sqlite3_column_text(statement, position) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, position))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    mutating func optionalText() -> String? { isNull ? skip() : text() }

    mutating func blob() -> [UInt8] {
        let position = next()
        guard let bytes = sqlite3_column_blob(statement, position) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, position))))
    }

    mutating func optionalBlob() -> [UInt8]? { isNull ? skip() : blob() }

    /// Of the column that is read next.
    var isNull: Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    private mutating func skip<Value>() -> Value? {
        column += 1
        return nil
    }

    private mutating func next() -> Int32 {
        defer { column += 1 }
        return column
    }
}
