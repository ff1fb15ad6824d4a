import CSQLite
import Foundation
import VaultCore

/// Changes a store's file past all of its rules, as somebody with the file in hand does.
final class RawEditor {
    struct Failed: Error { let what: String }

    /// What stands in one column of one row.
    enum Value: Hashable {
        case null
        case integer(Int64)
        case text([UInt8])
        case blob([UInt8])
    }

    private var handle: OpaquePointer?

    init(_ path: String) throws {
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
            throw Failed(what: "open \(path)")
        }
        try run("PRAGMA busy_timeout = 5000")
        try run("PRAGMA synchronous = OFF")
        try run("PRAGMA foreign_keys = OFF")
        try run("PRAGMA ignore_check_constraints = ON")
        try run("PRAGMA wal_autocheckpoint = 0")
    }

    deinit { sqlite3_close_v2(handle) }

    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
    }

    func inOneTransaction(_ body: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE")
        do { try body() } catch {
            try run("ROLLBACK")
            throw error
        }
        try run("COMMIT")
    }

    func columns(of table: String) throws -> [String] {
        try rows("SELECT name FROM pragma_table_info('\(table)')").map { row in
            guard case .text(let name) = row[0] else { throw Failed(what: "no column name") }
            return String(decoding: name, as: UTF8.self)
        }
    }

    /// One column of all rows, in order of `rowid`, or of another number that names rows where there is none.
    func values(
        _ column: String, in table: String, by key: String = "rowid"
    ) throws -> [(row: Int64, value: Value)] {
        try rows("SELECT \(key), \(column) FROM \(table) ORDER BY \(key)").map { row in
            guard case .integer(let id) = row[0] else { throw Failed(what: "no rowid") }
            return (id, row[1])
        }
    }

    /// A statement that sets one column of the row that has a rowid, or such a number.
    func setter(_ column: String, in table: String, by key: String = "rowid") throws -> Setter {
        try Setter(prepare("UPDATE \(table) SET \(column) = ?1 WHERE \(key) = ?2"), self)
    }

    final class Setter {
        private let statement: OpaquePointer
        private let editor: RawEditor

        init(_ statement: OpaquePointer, _ editor: RawEditor) {
            self.statement = statement
            self.editor = editor
        }

        deinit { sqlite3_finalize(statement) }

        /// - Returns: false when a uniqueness rule stands in the way, which no editing of single values gets past.
        @discardableResult
        func set(_ value: Value, at row: Int64) throws -> Bool {
            RawEditor.bind(value, to: statement)
            sqlite3_bind_int64(statement, 2, row)
            let code = sqlite3_step(statement)
            sqlite3_reset(statement)
            if code & 0xFF == SQLITE_CONSTRAINT { return false }
            guard code == SQLITE_DONE else { throw editor.failure("update") }
            return true
        }
    }

    private static func bind(_ value: Value, to statement: OpaquePointer) {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, 1)
        case .integer(let number): sqlite3_bind_int64(statement, 1, number)
        case .text(let bytes):
            bytes.withUnsafeBytes { bytes in
                let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress
                _ = sqlite3_bind_text(statement, 1, text, Int32(bytes.count), copied)
            }
        case .blob(let bytes):
            if bytes.isEmpty {
                sqlite3_bind_zeroblob(statement, 1, 0)
            } else {
                sqlite3_bind_blob(statement, 1, bytes, Int32(bytes.count), copied)
            }
        }
    }

    private func rows(_ sql: String) throws -> [[Value]] {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        var rows: [[Value]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append((0..<sqlite3_column_count(statement)).map { Self.value(statement, $0) })
        }
        return rows
    }

    private static func value(_ statement: OpaquePointer, _ column: Int32) -> Value {
        let count = Int(sqlite3_column_bytes(statement, column))
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            return .text(Array(UnsafeRawBufferPointer(start: sqlite3_column_text(statement, column), count: count)))
        case SQLITE_BLOB:
            return .blob(Array(UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count)))
        default: return .null
        }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw failure(sql)
        }
        return statement
    }

    private func failure(_ what: String) -> Failed {
        Failed(what: "\(what): \(String(cString: sqlite3_errmsg(handle)))")
    }
}
