import VaultCore

/// What may be written to the table `grant_labels`.
struct LabelWrites {
    static let insertSQL = "INSERT INTO grant_labels (grant_id, position, name, value) VALUES (?, ?, ?, ?)"
    static let deleteSQL = "DELETE FROM grant_labels WHERE grant_id = ?"

    private let insertion: Statement
    private let deletion: Statement

    init(_ connection: Connection) {
        insertion = connection.prepare(Self.insertSQL)
        deletion = connection.prepare(Self.deleteSQL)
    }

    func insert(_ labels: [Label], of id: GrantID) throws(SQLiteError) {
        for (position, label) in labels.enumerated() {
            insertion.add(id.rawValue)
            insertion.add(Int64(position))
            insertion.add(label.name)
            insertion.add(label.value)
            try insertion.run()
        }
    }

    func delete(of id: GrantID) throws(SQLiteError) {
        deletion.add(id.rawValue)
        try deletion.run()
    }
}
