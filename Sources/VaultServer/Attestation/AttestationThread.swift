import Synchronization
import VaultSocket

/// A thread that starts when there is something to do for the first time, and does one thing after the other.
final class AttestationThread: Sendable {
    private let name: String
    private let loop = Mutex<EventLoop?>(nil)

    init(name: String) { self.name = name }

    deinit { loop.withLock { $0?.stop() } }

    /// - Returns: false when there is no thread to be had; the next one tries again.
    func run(_ work: @escaping @Sendable () -> Void) -> Bool {
        let running = loop.withLock { loop in
            if loop == nil { loop = started() }
            return loop
        }
        return running?.run(work) ?? false
    }

    private func started() -> EventLoop? {
        do throws(SocketError) {
            let loop = try EventLoop(name: name)
            _ = try loop.start()
            return loop
        } catch {
            return nil
        }
    }
}
