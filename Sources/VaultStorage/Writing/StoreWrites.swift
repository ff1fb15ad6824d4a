import VaultCore

/// The transaction and the bookkeeping of ids: what concerns no single grant.
struct StoreWrites {
    static let beginSQL = "BEGIN IMMEDIATE"
    static let commitSQL = "COMMIT"
    static let countSQL = "UPDATE store_sequence SET sequence = ?"
    static let markSQL = "UPDATE store_info SET id_mark = ?"

    private let beginning: Statement
    private let commitment: Statement
    private let rollingBack: Statement
    private let opening: Statement
    private let undoing: Statement
    private let release: Statement
    private let marking: Statement
    private let counting: Statement

    init(_ connection: Connection) {
        beginning = connection.prepare(Self.beginSQL)
        commitment = connection.prepare(Self.commitSQL)
        rollingBack = connection.prepare("ROLLBACK")
        opening = connection.prepare("SAVEPOINT write")
        undoing = connection.prepare("ROLLBACK TO write")
        release = connection.prepare("RELEASE write")
        marking = connection.prepare(Self.markSQL)
        counting = connection.prepare(Self.countSQL)
    }

    func begin() throws(SQLiteError) { try beginning.run() }
    func commit() throws(SQLiteError) { try commitment.run() }
    func rollBack() throws(SQLiteError) { try rollingBack.run() }

    func openSavepoint() throws(SQLiteError) { try opening.run() }
    func releaseSavepoint() throws(SQLiteError) { try release.run() }
    func undoSavepoint() throws(SQLiteError) {
        try undoing.run()
        try release.run()
    }

    func count(_ sequence: Int64) throws(SQLiteError) {
        counting.add(sequence)
        try counting.run()
    }

    func markIDs(upTo mark: Int64) throws(SQLiteError) {
        marking.add(mark)
        try marking.run()
    }
}
