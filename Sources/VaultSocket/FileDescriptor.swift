import Glibc

/// One open descriptor with one owner: it is closed exactly once, when its owner goes away.
package struct FileDescriptor: ~Copyable, Sendable {
    package let raw: Int32

    /// Takes over `raw`; nobody else may close it from now on.
    package init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        // Never retried on EINTR: Linux has freed the number by then (close(2)).
        _ = Glibc.close(raw)
    }

    /// Gives the number away without closing it.
    package consuming func release() -> Int32 {
        let number = raw
        discard self
        return number
    }
}

extension FileDescriptor {
    /// Makes every later call return instead of wait.
    package func setNonBlocking() throws(SocketError) {
        let flags = fcntl(raw, F_GETFL)
        guard flags >= 0, fcntl(raw, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw .last("make descriptor \(raw) non-blocking")
        }
    }

    /// Keeps the descriptor out of programs that this one starts.
    package func setCloseOnExec() throws(SocketError) {
        guard fcntl(raw, F_SETFD, FD_CLOEXEC) == 0 else { throw .last("set close-on-exec on descriptor \(raw)") }
    }

    /// A second descriptor for the same open file.
    package func duplicate() throws(SocketError) -> FileDescriptor {
        let copy = fcntl(raw, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .last("duplicate descriptor \(raw)") }
        return FileDescriptor(owning: copy)
    }
}
