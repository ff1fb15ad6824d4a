import CLinux
import Glibc
import Synchronization

/// Signals while a screen is drawn upon, as an event that poll(2) sees. Only one screen is open at a time, as a process has one
/// disposition for each signal.
enum ScreenSignals {
    private static let event = Atomic<Int32>(-1)
    private static let isEnding = Atomic(false)

    static var hasEnded: Bool { isEnding.load(ordering: .relaxed) }

    /// - Returns: what becomes readable with each signal; -1 where the kernel has no descriptor left.
    static func begin() -> Int32 {
        let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        event.store(descriptor, ordering: .relaxed)
        isEnding.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, ended) }
        signal(SIGWINCH, resized)
        // Stopped, it would leave the terminal as it draws on it.
        signal(SIGTSTP, SIG_IGN)
        return descriptor
    }

    static func end() {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP] { signal(number, SIG_DFL) }
        let descriptor = event.exchange(-1, ordering: .relaxed)
        if descriptor >= 0 { close(descriptor) }
    }

    private static let ended: @convention(c) (Int32) -> Void = { _ in
        isEnding.store(true, ordering: .relaxed)
        tell()
    }

    private static let resized: @convention(c) (Int32) -> Void = { _ in tell() }

    /// Nothing here that signal-safety(7) forbids; whoever was interrupted keeps its errno.
    private static func tell() {
        let number = errno
        var one: UInt64 = 1
        _ = write(event.load(ordering: .relaxed), &one, 8)
        errno = number
    }
}
