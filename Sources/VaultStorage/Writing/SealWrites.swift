import VaultCore

/// What may be written to the table `seal`: the one row, or none.
struct SealWrites {
    private let deletion: Statement
    private let insertion: Statement

    init(_ connection: Connection) {
        deletion = connection.prepare("DELETE FROM seal")
        insertion = connection.prepare("INSERT INTO seal (row, salt, operations, memory_bytes) VALUES (1, ?, ?, ?)")
    }

    /// - Parameter seal: nil where the store is sealed by a key.
    func replace(with seal: PassphraseSeal?) throws(SQLiteError) {
        try deletion.run()
        guard let seal else { return }
        insertion.add(seal.salt)
        insertion.add(seal.cost.operations)
        insertion.add(seal.cost.memoryBytes)
        try insertion.run()
    }
}
