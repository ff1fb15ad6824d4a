import Glibc

/// A detached thread for one job.
enum BackupThread {
    final class Job: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// - Returns: false when the system gave no thread; then the job is not done.
    static func start(_ job: Job) -> Bool {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(job)
        let code = pthread_create(
            &thread, nil,
            { box in
                // Always the box that is passed below.
                guard let box else { return nil }
                Unmanaged<Job>.fromOpaque(box).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
