import CLinux
import Glibc

/// Threads for work that blocks, so that it never holds up a loop or a pool thread of the runtime.
package enum WorkerThread {
    /// Runs `body` to its end on a thread of its own; nobody waits for it.
    /// - Returns: false where the system gives no thread.
    @discardableResult
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Runs `body` on a thread of its own and brings its value back; without a thread to be had, it runs here.
    package static func run<Value: Sendable>(named name: String, _ body: @escaping @Sendable () -> Value) async -> Value
    {
        await withCheckedContinuation { continuation in
            let isStarted = start(named: name) { continuation.resume(returning: body()) }
            if !isStarted { continuation.resume(returning: body()) }
        }
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            // Seen in top(1); the kernel keeps 15 bytes.
            name.withCString { _ = vault_prctl(PR_SET_NAME, UInt(bitPattern: $0), 0, 0, 0) }
            body()
        }
    }
}
