import Synchronization
import VaultSocket

/// Gives every accepted connection its thread, up to a limit.
final class Acceptor: Sendable {
    /// Threads, not descriptors, are what runs out first.
    private static let connectionLimit = 4096

    private let listener: Listener
    private let shared: SharedSimulator
    private let open = Atomic<Int>(0)

    init(_ listener: consuming Listener, _ shared: SharedSimulator) {
        self.listener = listener
        self.shared = shared
    }

    func run() -> Never {
        while true {
            guard let socket = listener.accept() else {
                // Out of descriptors or memory: others must end first.
                Clock.pause(milliseconds: 10)
                continue
            }
            serve(socket)
        }
    }

    private func serve(_ socket: consuming FileDescriptor) {
        guard open.load(ordering: .relaxed) < Self.connectionLimit else { return }
        open.add(1, ordering: .relaxed)
        let raw = socket.release()
        let started = DetachedThread.start { [self] in
            var connection = Connection(FileDescriptor(owning: raw), shared)
            connection.serve()
            open.subtract(1, ordering: .relaxed)
        }
        guard !started else { return }
        _ = FileDescriptor(owning: raw)
        open.subtract(1, ordering: .relaxed)
    }
}
