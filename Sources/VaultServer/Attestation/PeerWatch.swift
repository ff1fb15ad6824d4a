import VaultSocket

/// Closes a connection when the process that made it ends: whoever holds a copy of its socket is not the one who was recognised.
///
/// Told before all else of a tick: what was sent after the process had ended is not read any more, but for what comes between the
/// loop's wait and its read of this very socket.
final class PeerWatch: EventHandler {
    private unowned let connection: Connection
    private var registration: Registration?

    init(_ connection: Connection) throws(SocketError) {
        self.connection = connection
        registration = try connection.reactor.loop.register(
            connection.process.descriptor, for: .readable, handler: self, isFirst: true)
    }

    func ready(_ readiness: Readiness) { connection.close() }

    func end() {
        guard let registration else { return }
        connection.reactor.loop.deregister(registration)
        self.registration = nil
    }
}
