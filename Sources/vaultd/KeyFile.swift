import Glibc
import VaultCore
import VaultCrypto
import VaultSocket

/// Makes the file of a random key, never in the place of one that is there.
enum KeyFile {
    /// - Parameter name: what it is, for messages.
    /// - Returns: false where there is one.
    static func make(_ path: String, _ name: String) throws(StartFailure) -> Bool {
        let raw = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o400)
        if raw < 0, errno == EEXIST { return false }
        guard raw >= 0 else { throw StartFailure("could not make the \(name) file \(path): \(errorText(errno))") }
        let file = FileDescriptor(owning: raw)
        let line: Secret
        do throws(SealKeyFailure) {
            line = try SealKey.makeLine()
        } catch {
            unlink(path)
            throw StartFailure("could not make the \(name): \(error.description)")
        }
        let written = line.withBytes { Glibc.write(file.raw, $0.baseAddress, $0.count) }
        guard written == line.count, fsync(file.raw) == 0 else {
            let number = errno
            unlink(path)
            throw StartFailure("could not write the \(name) file \(path): \(errorText(number))")
        }
        return true
    }
}
