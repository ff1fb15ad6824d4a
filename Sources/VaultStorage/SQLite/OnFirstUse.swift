/// Statements of one concern, prepared when the first of them is wanted: most runs of the daemon need few of them, and each
/// takes time at the start and some kilobytes for good. Used by one thread at a time, as its connection is.
final class OnFirstUse<Statements> {
    private let connection: Connection
    private let prepare: (Connection) throws(SQLiteError) -> Statements
    private var prepared: Statements?

    init(_ connection: Connection, _ prepare: @escaping (Connection) throws(SQLiteError) -> Statements) {
        self.connection = connection
        self.prepare = prepare
    }

    var statements: Statements {
        get throws(SQLiteError) {
            if let prepared { return prepared }
            let statements = try prepare(connection)
            prepared = statements
            return statements
        }
    }
}
