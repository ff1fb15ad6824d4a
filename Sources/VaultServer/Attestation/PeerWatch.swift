import VaultSocket

/// Closes a connection when the process that made it ends: whoever holds a copy of its socket is not the one who was recognised.
final class PeerWatch: EventHandler {
    private unowned let connection: Connection
    private let loop: EventLoop
    private var registration: Registration?

    init(_ connection: Connection, on loop: EventLoop) throws(SocketError) {
        self.connection = connection
        self.loop = loop
        registration = try loop.register(connection.process.descriptor, for: .readable, handler: self)
    }

    func ready(_ readiness: Readiness) { connection.close() }

    func end() {
        guard let registration else { return }
        loop.deregister(registration)
        self.registration = nil
    }
}
