import Glibc
import VaultCore
import VaultSocket

/// The digest of the file that a process runs; nil for one that is too large, takes too long, or changed meanwhile.
struct ExecutableDigest {
    static let maximumBytes: UInt64 = 512 * 1024 * 1024
    static let limit = Duration.seconds(10)

    let hasher: any ContentHasher

    func digest(of file: borrowing FileDescriptor, marked mark: FileMark) -> ContentDigest? {
        guard FileMark(of: file) == mark, mark.size <= Self.maximumBytes else { return nil }
        let raw = file.raw
        let start = MonotonicInstant.now
        let digest = hasher.digest { space in
            guard MonotonicInstant.now.since(start) < Self.limit else { return nil }
            let count = read(raw, space.baseAddress, space.count)
            return count < 0 ? nil : count
        }
        return FileMark(of: file) == mark ? digest : nil
    }
}
