import Glibc

/// Children that are about to end, of a process that is about to become another program: whoever waits for them goes with it,
/// and the next one does not know them.
package enum LastChildren {
    private static let patienceMilliseconds: Int64 = 1_000

    /// Blocks until none is left, or not for long.
    package static func reap() {
        let deadline = MonotonicTime.now.adding(milliseconds: patienceMilliseconds)
        while MonotonicTime.now < deadline {
            var status: Int32 = 0
            let code = waitpid(-1, &status, WNOHANG)
            if code < 0, errno == ECHILD { return }
            if code == 0 { poll(nil, 0, 1) }
        }
    }
}
