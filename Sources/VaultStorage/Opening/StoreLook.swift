import Migrations
import VaultCore

/// What a store tells of itself before anything of it is changed: how new its schema is, and whether it is the store that was
/// last served. Understands every schema that there ever was.
struct StoreLook {
    let schema: StoreSchema
    let age: StoreAge

    init(_ path: String, _ options: StoreOptions, _ steps: [Migration]) throws(StoreOpenError) {
        let anchor = try StoreAnchor.read(of: path)
        let connection = try Self.attempt(path) { () throws(SQLiteError) in
            try Connection(path: path, vfs: options.vfs, role: .reading)
        }
        let lacking = try Migrator(path: path, connection: connection).pending(of: steps).count
        schema = StoreSchema(found: steps.count - lacking, newest: steps.count)
        let hasSchema = schema.found > 0
        age = try Self.attempt(path) { () throws(SQLiteError) in
            StoreAge(
                id: hasSchema ? BackupInfo.text(of: try Self.id(of: connection)) : "",
                sequence: try Self.sequence(of: connection), backup: try BackupInfo(connection), anchor: anchor,
                witness: options.witness)
        }
    }

    private static func attempt<Value>(
        _ path: String, _ body: () throws(SQLiteError) -> Value
    ) throws(StoreOpenError) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw StoreOpenError(error, path: path) }
    }

    private static func id(of connection: Connection) throws(SQLiteError) -> [UInt8] {
        let select = connection.prepare(StoreReads.identitySQL)
        guard let id = try select.first({ row throws(SQLiteError) in row.blob() }) else {
            throw .damaged("the store has no identity")
        }
        return id
    }

    /// A store from before there was one was never anchored.
    private static func sequence(of connection: Connection) throws(SQLiteError) -> Int64 {
        let table = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'store_sequence'")
        guard try table.first({ row throws(SQLiteError) in row.int() }) == 1 else { return 0 }
        return try connection.prepare(StoreReads.sequenceSQL).first { row throws(SQLiteError) in row.int() } ?? 0
    }
}

/// How many steps of the schema a store has, and how many this program knows.
package struct StoreSchema: Equatable, Sendable {
    package let found: Int
    package let newest: Int

    package var isNewest: Bool { found == newest }
}
