import VaultCore

/// The records of a span in their order, as far as they are known before it is known what their chain began with.
struct RecordRun {
    private var first: Int64 = 0
    private var records: [(parts: RecordParts, tag: UInt128)] = []

    /// The next record.
    ///
    /// - Returns: false for one that nobody of us wrote.
    mutating func add(_ line: ChainedLine, _ hasher: any AuditHasher) -> Bool {
        guard let parts = line.parts(hasher) else { return false }
        if records.isEmpty { first = line.sequence }
        records.append((parts, line.tag))
        return true
    }

    /// What the chain comes to from `key`; nil where a record is not what came after the one before.
    func link(from key: AuditHash, _ hasher: any AuditHasher) -> AuditHash? {
        var block = RecordBlock(after: key)
        for (offset, record) in records.enumerated() {
            guard block.link(record.parts, first + Int64(offset), hasher).head == record.tag else { return nil }
        }
        return block.link
    }
}
