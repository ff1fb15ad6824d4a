import VaultCore
import VaultSocket

/// Takes callers from one listener and gives each to a reactor; pauses when the process has no descriptors left.
final class Acceptor: EventHandler {
    /// Callers taken in one tick, so that a crowd at the door does not starve those inside.
    static let batch = 64
    static let pause = Duration.milliseconds(100)

    private let accept: () -> AcceptOutcome
    private let socket: SocketRole
    private let loop: EventLoop
    private let welcome: (consuming FileDescriptor, PeerIdentity, SocketRole) -> Void
    private var registration: Registration?

    /// - Parameter accept: how to take a caller from `descriptor`, which listens.
    init(
        _ descriptor: borrowing FileDescriptor, accept: @escaping () -> AcceptOutcome, socket: SocketRole,
        on loop: EventLoop, welcome: @escaping (consuming FileDescriptor, PeerIdentity, SocketRole) -> Void
    ) throws(SocketError) {
        self.accept = accept
        self.socket = socket
        self.loop = loop
        self.welcome = welcome
        registration = try loop.register(descriptor, for: .readable, handler: self)
    }

    func ready(_ readiness: Readiness) {
        for _ in 0..<Self.batch {
            switch accept() {
            case .connection(let descriptor): greet(descriptor)
            case .blocked: return
            case .aborted: continue
            case .exhausted: return rest()
            case .failed: return rest()
            }
        }
    }

    /// Accepts nothing more; callers that still wait at the door are refused when the listener closes.
    func stop() {
        guard let registration else { return }
        loop.deregister(registration)
        self.registration = nil
    }

    private func greet(_ descriptor: consuming FileDescriptor) {
        // A peer without credentials is a peer that is gone.
        guard let peer = try? PeerCredentials(of: descriptor) else { return }
        welcome(descriptor, PeerIdentity(uid: peer.uid, gid: peer.gid, pid: peer.pid), socket)
    }

    /// The listener stays ready while nobody can be accepted: waiting is what keeps the loop from spinning.
    private func rest() {
        guard let registration else { return }
        loop.setInterest([], at: registration)
        loop.schedule(after: Self.pause) { [loop] in loop.setInterest(.readable, at: registration) }
    }
}
