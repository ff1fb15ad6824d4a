import Glibc
import VaultCore

/// The digest of the open span as far as it was read back from the file, which nobody waits for.
///
/// Unchecked: only who holds the log's `sealing` lock uses it.
final class SpanDigest: @unchecked Sendable {
    private static let partBytes = 256 * 1024

    private let descriptor: Int32
    private let digest: any AuditDigest
    /// Of the file, up to which it is digested.
    private(set) var place: Int

    /// - Parameter file: kept open by this, too; where there is no descriptor left, nothing is read of it.
    init(of file: borrowing AuditFile, from start: Int, _ hasher: any AuditHasher) {
        descriptor = file.duplicate()
        digest = hasher.startDigest()
        place = start
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: false where it could not be read, or the file does not reach so far any more.
    func advance(to end: Int) -> Bool {
        guard place < end else { return true }
        let part = UnsafeMutableRawBufferPointer.allocate(byteCount: min(end - place, Self.partBytes), alignment: 64)
        defer { part.deallocate() }
        while place < end {
            let count = pread(descriptor, part.baseAddress, min(end - place, part.count), off_t(place))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            digest.add(UnsafeRawBufferPointer(rebasing: part[..<count]))
            place += count
        }
        return true
    }

    func finish() -> [UInt8] { digest.finish() }
}
