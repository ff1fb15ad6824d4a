import Glibc
import Synchronization

/// Work that is done on a thread of its own while the caller measures something else; it ends with its owner.
final class BackgroundWork {
    private let isStopped = StopFlag()
    private var thread = pthread_t()
    private let job: Job
    private var isJoined = false

    /// - Parameter body: ends soon after the flag is up; gets nothing else that the caller uses meanwhile.
    init(_ body: @escaping (StopFlag) throws -> Void) {
        let isStopped = isStopped
        job = Job { try body(isStopped) }
        pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(job).toOpaque())
    }

    deinit { join() }

    /// - Throws: what the work threw.
    func finish() throws {
        join()
        if let failure = job.failure { throw failure }
    }

    private func join() {
        guard !isJoined else { return }
        isJoined = true
        isStopped.raise()
        pthread_join(thread, nil)
    }

    private final class Job {
        private let body: () throws -> Void
        private(set) var failure: (any Error)?

        init(_ body: @escaping () throws -> Void) { self.body = body }

        func run() {
            do { try body() } catch { failure = error }
        }
    }
}
