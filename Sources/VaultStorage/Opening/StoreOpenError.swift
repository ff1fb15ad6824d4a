import CSQLite

/// Why a store was not opened; nothing in it was changed.
package enum StoreOpenError: Error, Equatable, Sendable {
    /// There is no store at this path, and none was to be made.
    case missing(path: String)
    /// The directory, or one of the files, could be read or changed by others than this user.
    case unsafePath(path: String, problem: String)
    /// Another process has it open.
    case inUse(path: String)
    /// The file is a database of another program, or none.
    case notAStore(path: String)
    /// A newer program has changed the schema.
    case newerSchema(path: String, found: Int64, known: Int64)
    /// A step of the schema that was applied is not the one that this program holds.
    case foreignMigration(path: String, version: Int64)
    /// The linked SQLite cannot keep the promises of the store.
    case unsuitableLibrary(String)
    case failed(path: String, reason: String)
}

extension StoreOpenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path): "there is no store at \(path); make one with `vaultd init`"
        case .unsafePath(let path, let problem): "the store was not opened: \(path) \(problem)"
        case .inUse(let path): "the store \(path) is open in another process; stop that one first"
        case .notAStore(let path): "\(path) is not a store of vaultd; check the configured path"
        case .newerSchema(let path, let found, let known):
            "the store \(path) has schema \(found), this program knows \(known); use a newer vaultd"
        case .foreignMigration(let path, let version):
            "schema step \(version) of the store \(path) differs from this program's; use the vaultd that made it"
        case .unsuitableLibrary(let problem): "the linked sqlite cannot be used: \(problem)"
        case .failed(let path, let reason): "the store \(path) could not be opened: \(reason)"
        }
    }
}

extension StoreOpenError {
    init(_ error: SQLiteError, path: String) {
        self = error.primaryCode == SQLITE_NOTADB ? .notAStore(path: path) : .failed(path: path, reason: error.reason)
    }
}
