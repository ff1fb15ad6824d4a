import Foundation
import Glibc

extension TemporaryFolder {
    /// Waits until nobody has the file open for writing: a child that another test forks at this moment holds it until it becomes its
    /// program, and the file cannot be run as long (execve(2), ETXTBSY). A lease for reading is granted only without writers
    /// (fcntl(2), F_SETLEASE).
    package func letSettle(_ name: String) throws {
        let descriptor = open(file(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let setLease: Int32 = 1024
        while fcntl(descriptor, setLease, F_RDLCK) != 0 {
            guard errno == EAGAIN || errno == EBUSY else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            sched_yield()
        }
        _ = fcntl(descriptor, setLease, F_UNLCK)
    }
}
