import VaultCore

/// What is hashed of a record: one block of BLAKE2b, 128 bytes, numbers with their lowest byte first.
struct RecordBlock: BitwiseCopyable {
    /// What the chain had come to before.
    var link: AuditHash
    private var context = AuditHash.zero
    private var object = AuditHash.zero
    private var sequence: Int64 = 0
    private var time: Int64 = 0
    private var request: Int64 = 0
    /// "vltaudit": no other block that anyone hashes for us is this one.
    private var mark: UInt64 = 0x7469_6475_6174_6c76

    init(after link: AuditHash) {
        self.link = link
        mark = mark.littleEndian
    }

    /// - Returns: what the chain has come to with this record.
    @inline(__always)
    mutating func link(_ parts: RecordParts, _ sequence: Int64, _ hasher: any AuditHasher) -> AuditHash {
        context = parts.context
        object = parts.object
        self.sequence = sequence.littleEndian
        time = parts.time.littleEndian
        request = parts.request.littleEndian
        link = withUnsafeBytes(of: self) { hasher.hash($0) }
        return link
    }
}
