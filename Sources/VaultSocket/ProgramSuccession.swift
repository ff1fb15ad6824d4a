import CLinux
import Glibc

/// Runs another program in this very process and hands it the listening sockets, as sd_listen_fds(3) describes: nobody who
/// connects in between is refused, and the service manager sees the process that it knows.
package struct ProgramSuccession: Sendable {
    private let path: String
    private let arguments: [String]
    private let sockets: [InheritedSocket]

    /// - Parameters:
    ///   - arguments: all of them; the first is the program's name for itself.
    ///   - sockets: kept open by the caller until then.
    package init(_ path: String, _ arguments: [String], passing sockets: [InheritedSocket]) {
        self.path = path
        self.arguments = arguments
        self.sockets = sockets
    }

    /// Returns only where that failed; everything else that is open closes with the exec.
    ///
    /// Where the program cannot be run after all, the one that runs here takes its own place: the sockets stay.
    package func begin() -> SocketError {
        do throws(SocketError) { try place() } catch { return error }
        announce()
        run(path)
        let failure = SocketError.last("run '\(path)'")
        run("/proc/self/exe")
        return failure
    }

    /// Puts the sockets where the next program looks for them. The numbers may be in use by threads that still end: from here on
    /// this thread has its own.
    private func place() throws(SocketError) {
        guard vault_own_descriptors() == 0 else { throw .last("take the descriptors along") }
        let first = SocketActivation.firstDescriptor
        var moved: [Int32] = []
        for socket in sockets {
            // Beyond all targets, so that none is overwritten before its turn.
            let copy = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, first + Int32(sockets.count))
            guard copy >= 0 else { throw .last("duplicate descriptor \(socket.descriptor)") }
            moved.append(copy)
        }
        for (offset, descriptor) in moved.enumerated() {
            // The copy that dup2 makes stays open over an exec.
            guard dup2(descriptor, first + Int32(offset)) >= 0 else { throw .last("place descriptor \(descriptor)") }
        }
    }

    private func announce() {
        guard !sockets.isEmpty else { return }
        setenv("LISTEN_PID", String(getpid()), 1)
        setenv("LISTEN_FDS", String(sockets.count), 1)
        setenv("LISTEN_FDNAMES", sockets.map(\.label).joined(separator: ":"), 1)
    }

    private func run(_ path: String) {
        var words = arguments.map { strdup($0) } + [nil]
        execv(path, &words)
        let code = errno
        for word in words { free(word) }
        errno = code
    }
}
