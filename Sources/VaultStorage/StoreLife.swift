import Synchronization

/// What an open store holds until it is closed: the lock on its path, the thread that writes, and its connection.
///
/// The connection outlives a writer that failed. If it was closed then, and no other was open, the next reader would
/// recover the WAL and find the writes whose sync failed, whole but never acknowledged.
final class StoreLife: Sendable {
    private struct Held: ~Copyable {
        let lock: StoreLock?
        let thread: WriterThread?
        var connection: Connection?
    }

    private let held: Mutex<Held?>

    init(lock: consuming StoreLock?, thread: WriterThread, connection: Connection) {
        held = Mutex(Held(lock: lock, thread: thread, connection: connection))
    }

    /// Of a store that is only read.
    init(lock: consuming StoreLock?) {
        held = Mutex(Held(lock: lock, thread: nil, connection: nil))
    }

    /// Waits for the thread to end, then lets go of the files and, after that, of the lock; the first call does it,
    /// others return at once.
    /// - Parameter tidyUp: done once, while the lock is still held.
    func end(_ tidyUp: () -> Void = {}) {
        guard var last = held.withLock({ $0.take() }) else { return }
        last.thread?.join()
        last.connection = nil
        tidyUp()
    }
}
