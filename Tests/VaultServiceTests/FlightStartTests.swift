import Glibc
import Synchronization
import Testing

@testable import VaultService

/// Where the work of a flight runs before it first waits.
@Suite(.timeLimit(.minutes(5))) struct FlightStartTests {
    /// Runs its jobs where `run` is called, and nowhere else.
    private final class HandDrivenExecutor: TaskExecutor {
        private let jobs = Mutex<[UnownedJob]>([])

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            jobs.withLock { $0.append(job) }
        }

        func run() {
            let waiting = jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            for job in waiting { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Where the work was found to run by the time that the one who asks has run as far as it can, and who drove it so far.
    private func places() -> (work: pthread_t?, driver: pthread_t) {
        let (loop, place) = (HandDrivenExecutor(), Place())
        let flights = SingleFlight<Int, Bool>()
        Task(executorPreference: loop) {
            await flights.outcome(of: 1, fresh: false) { _ in
                place.thread.withLock { $0 = pthread_self() }
                return true
            }
        }
        loop.run()
        return (place.thread.withLock(\.self), pthread_self())
    }

    private final class Place: Sendable {
        let thread = Mutex<pthread_t?>(nil)
    }

    @Test func `it runs on the thread of the one who asks, which no other has to be woken for`() {
        let (work, driver) = places()
        #expect(work == driver)
    }
}
