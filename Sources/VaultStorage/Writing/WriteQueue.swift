import Glibc
import VaultCore

/// Writes that wait for the writer's thread, in the order in which they came. Once it has ended, every write is refused
/// with the reason of the end.
///
/// All state is guarded by the pthread mutex (`@unchecked Sendable`): `Synchronization` has no condition to wait on.
final class WriteQueue: @unchecked Sendable {
    /// What the writer woke up for.
    enum Arrival {
        case writes
        /// Nothing came for as long as the writer wanted to wait.
        case lull
        /// Nothing will come any more.
        case end
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [PendingWrite] = []
    private var end: StoreFailure?
    private var writerSleeps = false

    init() {
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        arrival = .allocate(capacity: 1)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(arrival, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    func submit(_ write: PendingWrite) {
        pthread_mutex_lock(mutex)
        let refusal = end
        if refusal == nil { waiting.append(write) }
        let mustWake = writerSleeps
        writerSleeps = false
        pthread_mutex_unlock(mutex)
        if mustWake { pthread_cond_signal(arrival) }
        if let refusal { write.answer(.failed(refusal)) }
    }

    /// Takes all that waits, sleeping until something does; `batch` must be empty.
    ///
    /// - Parameter patience: milliseconds until it is a lull; nil waits for ever.
    func take(into batch: inout [PendingWrite], patience: Int?) -> Arrival {
        let deadline = patience.map(Self.moment)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while waiting.isEmpty {
            if end != nil { return .end }
            if !sleep(until: deadline) && waiting.isEmpty && end == nil { return .lull }
        }
        // The emptied array goes back to be filled: neither side allocates.
        swap(&batch, &waiting)
        return .writes
    }

    /// Adds what came meanwhile to the end of the batch, without waiting.
    ///
    /// - Returns: whether anything came.
    func takeMore(into batch: inout [PendingWrite]) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if waiting.isEmpty { return false }
        batch.append(contentsOf: waiting)
        waiting.removeAll(keepingCapacity: true)
        return true
    }

    var isEmpty: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return waiting.isEmpty
    }

    /// How many wait for the writer to take them.
    var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return waiting.count
    }

    /// Takes no more writes; those that wait are still done.
    func close() {
        pthread_mutex_lock(mutex)
        if end == nil { end = .closed }
        writerSleeps = false
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(arrival)
    }

    /// Takes no more writes and refuses those that wait.
    func fail(_ failure: StoreFailure) {
        pthread_mutex_lock(mutex)
        end = failure
        let refused = waiting
        waiting.removeAll()
        pthread_mutex_unlock(mutex)
        for write in refused { write.answer(.failed(failure)) }
    }

    /// - Returns: false when the deadline has passed.
    private func sleep(until deadline: timespec?) -> Bool {
        writerSleeps = true
        defer { writerSleeps = false }
        guard var deadline else { return pthread_cond_wait(arrival, mutex) == 0 }
        return pthread_cond_timedwait(arrival, mutex, &deadline) == 0
    }

    private static func moment(inMilliseconds milliseconds: Int) -> timespec {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        let nanoseconds = moment.tv_nsec + milliseconds % 1000 * 1_000_000
        moment.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        moment.tv_nsec = nanoseconds % 1_000_000_000
        return moment
    }
}
