import Glibc
import Synchronization
import VaultCore

/// An outcome that a thread, not a task, waits for; fulfilled once.
final class BlockingReply: Sendable {
    private let outcome = Mutex<WriteOutcome?>(nil)
    nonisolated(unsafe) private let signal: UnsafeMutablePointer<sem_t>

    init() {
        signal = .allocate(capacity: 1)
        sem_init(signal, 0, 0)
    }

    deinit {
        sem_destroy(signal)
        signal.deallocate()
    }

    func fulfil(_ result: WriteOutcome) {
        outcome.withLock { $0 = result }
        sem_post(signal)
    }

    func wait() -> WriteOutcome {
        // A signal handler may end the wait early (sem_wait(3), EINTR).
        while sem_wait(signal) != 0 {}
        return outcome.withLock { $0 } ?? .failed(.closed)
    }
}
