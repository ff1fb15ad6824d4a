import Glibc

/// The simulator behind one lock, with the two things that a connection can wait for: a release and the log.
///
/// Everything in it is reached with the mutex held, which is what `@unchecked Sendable` rests on.
final class SharedSimulator: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let released: UnsafeMutablePointer<pthread_cond_t>
    private let logged: UnsafeMutablePointer<pthread_cond_t>
    private var simulator: Simulator
    private var logReaders = 0

    init(_ simulator: Simulator) {
        self.simulator = simulator
        mutex = .allocate(capacity: 1)
        released = .allocate(capacity: 1)
        logged = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(released, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(logged, &attributes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(released)
        pthread_cond_destroy(logged)
        mutex.deallocate()
        released.deallocate()
        logged.deallocate()
    }

    func withLock<Result>(_ body: (inout Simulator) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let releases = simulator.releases
        let result = body(&simulator)
        if simulator.releases != releases { pthread_cond_broadcast(released) }
        if logReaders > 0 { pthread_cond_broadcast(logged) }
        return result
    }

    /// Returns when `/sim/release` has been called since the request was admitted.
    func waitForRelease(after seen: Int) {
        pthread_mutex_lock(mutex)
        while simulator.releases <= seen { pthread_cond_wait(released, mutex) }
        pthread_mutex_unlock(mutex)
    }

    /// Returns when the log has what the query waits for, or when its time is over.
    func waitForLog(_ query: LogQuery) {
        guard query.count > 0, query.waitMilliseconds > 0 else { return }
        var deadline = Clock.monotonic(afterMilliseconds: query.waitMilliseconds)
        pthread_mutex_lock(mutex)
        logReaders += 1
        while !simulator.log.satisfies(query), pthread_cond_timedwait(logged, mutex, &deadline) == 0 {}
        logReaders -= 1
        pthread_mutex_unlock(mutex)
    }
}
