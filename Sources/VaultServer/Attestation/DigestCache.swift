import VaultCore
import VaultSocket

/// Digests by what tells one content of a file from another, so that a program is hashed once and not with each connection.
struct DigestCache {
    static let capacity = 256
    /// Time stamps of files are coarse (ext4: a tick of the kernel): a file that was changed as lately as this may be changed
    /// once more without a trace.
    static let settleNanoseconds: Int64 = 2_000_000_000

    private var digests: [FileMark: ContentDigest] = [:]
    private var order: [FileMark] = []

    subscript(mark: FileMark) -> ContentDigest? { digests[mark] }

    /// - Parameter nanoseconds: the wall clock before the file was read.
    mutating func keep(_ digest: ContentDigest, of mark: FileMark, at nanoseconds: Int64) {
        guard digests[mark] == nil, nanoseconds - mark.changedNanoseconds >= Self.settleNanoseconds else { return }
        if order.count == Self.capacity { digests[order.removeFirst()] = nil }
        digests[mark] = digest
        order.append(mark)
    }
}
