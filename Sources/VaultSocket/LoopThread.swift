import CLinux
import Glibc

/// A POSIX thread that runs one body and is joined at most once.
package struct LoopThread: ~Copyable, Sendable {
    private let thread: pthread_t

    init(name: String, _ body: @escaping @Sendable () -> Void) throws(SocketError) {
        let box = Unmanaged.passRetained(ThreadBody(name: name, body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw .failed(action: "start the thread '\(name)'", errno: code)
        }
        self.thread = thread
    }

    /// Waits until the body has returned; never call it from the thread itself.
    package consuming func join() {
        let thread = self.thread
        discard self
        _ = pthread_join(thread, nil)
    }

    deinit {
        _ = pthread_detach(thread)
    }
}

/// Carries a closure through pthread_create's pointer.
private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }

    func run() {
        // Seen in top(1); the kernel keeps 15 bytes (PR_SET_NAME).
        name.withCString { _ = vault_prctl(PR_SET_NAME, UInt(bitPattern: $0), 0, 0, 0) }
        body()
    }
}
