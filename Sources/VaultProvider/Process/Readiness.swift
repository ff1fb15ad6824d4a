import Glibc

/// Waits for one file descriptor, through signals.
enum Readiness {
    /// False when the time has passed.
    static func wait(for descriptor: Int32, until deadline: MonotonicTime) -> Bool {
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&entry, 1, deadline.millisecondsFromNow)
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }
}
