import Glibc
import VaultCore
import VaultSocket

/// The digest of the file that a process runs; nil for one that is too large, takes too long, or changed meanwhile.
struct ExecutableDigest {
    let hasher: any ContentHasher
    var maximumBytes: UInt64 = 512 * 1024 * 1024
    var limit = Duration.seconds(10)

    func digest(of file: borrowing FileDescriptor, marked mark: FileMark) -> ContentDigest? {
        guard FileMark(of: file) == mark, mark.size <= maximumBytes else { return nil }
        let raw = file.raw
        let start = MonotonicInstant.now
        let digest = hasher.digest { space in
            guard MonotonicInstant.now.since(start) < limit else { return nil }
            let count = read(raw, space.baseAddress, space.count)
            return count < 0 ? nil : count
        }
        return FileMark(of: file) == mark ? digest : nil
    }
}
