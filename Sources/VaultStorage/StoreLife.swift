import Synchronization

/// What an open store holds until it is closed: the lock on its path and the thread that writes.
final class StoreLife: Sendable {
    private struct Held: ~Copyable {
        let lock: StoreLock
        let thread: WriterThread
    }

    private let held: Mutex<Held?>

    init(lock: consuming StoreLock, thread: WriterThread) {
        held = Mutex(Held(lock: lock, thread: thread))
    }

    /// Waits for the thread to end, then lets go of the lock; the first call does it, others return at once.
    func end() {
        guard let last = held.withLock({ $0.take() }) else { return }
        last.thread.join()
    }
}
