import Synchronization
import VaultCore
import VaultSocket

/// The listening sockets, for as long as somebody may take them over; nobody else keeps them open once the server has stopped
/// accepting.
final class HeldListeners: Sendable {
    private let listeners: Mutex<[(role: SocketRole, listener: UnixListener)]>

    init(workload: UnixListener, admin: UnixListener) {
        listeners = Mutex([(.workload, workload), (.admin, admin)])
    }

    /// As the next program gets them.
    var inheritable: [InheritedSocket] {
        listeners.withLock { $0.map { $0.listener.inheritable(as: $0.role.rawValue) } }
    }

    /// Whether the service manager made all of them: then it keeps them over an end of this process.
    var outliveProcess: Bool { inheritable.allSatisfy { !$0.isOwn } }

    /// From here on nobody can connect, once the server has stopped accepting.
    func letGo() { listeners.withLock { $0.removeAll() } }
}
