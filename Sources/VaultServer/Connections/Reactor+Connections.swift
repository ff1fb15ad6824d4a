import VaultCore
import VaultSocket

extension Reactor {
    /// How often connections with a running time limit are looked at.
    static let sweepInterval = Duration.milliseconds(250)

    /// Takes over a connected socket that admission has let in.
    func adopt(_ descriptor: consuming FileDescriptor, peer: PeerIdentity, socket: SocketRole) {
        let credentials = PeerCredentials(uid: peer.uid, gid: peer.gid, pid: peer.pid)
        // Who cannot be held cannot be recognised: it has ended, or is of a kernel without pidfds.
        guard let process = PeerProcess(of: descriptor, credentials: credentials) else {
            return admission.close(peer, on: socket)
        }
        let connection = Connection(descriptor, process: process, peer: peer, socket: socket, reactor: self)
        do throws(SocketError) {
            try connection.open()
        } catch {
            // epoll has no room: as if the kernel had refused the connection itself.
            return admission.close(peer, on: socket)
        }
        connection.index = connections.count
        connections.append(connection)
        attestIfNeeded(connection)
        if !connection.isAttesting { recordIfUnmatched(connection) }
    }

    /// Called by a connection that has closed.
    func forget(_ connection: Connection) {
        let last = connections.count - 1
        connections.swapAt(connection.index, last)
        connections[connection.index].index = connection.index
        connections.removeLast()
        admission.close(connection.peer, on: connection.socket)
    }

    /// Looks after time limits for as long as one runs; an idle daemon is never woken.
    func armSweep() {
        guard !sweepIsArmed else { return }
        sweepIsArmed = true
        loop.schedule(after: Self.sweepInterval) { [unowned self] in sweep() }
    }

    private func sweep() {
        sweepIsArmed = false
        let late = connections.filter { $0.isTimed && $0.hasOverstayed(at: loop.now) }
        evictions += late.count
        for connection in late { connection.close() }
        if connections.contains(where: \.isTimed) { armSweep() }
    }

    /// Takes no new work from now on; `whenIdle` is called once, when what was begun has been answered.
    func beginDrain(whenIdle: @escaping () -> Void) {
        drain = .draining(whenIdle: whenIdle)
    }

    /// Lets nobody send any more; answers all that was sent before, ends each connection, and calls `whenIdle` once.
    func beginHandover(whenIdle: @escaping () -> Void) {
        drain = .handingOver(whenIdle: whenIdle)
        for connection in connections { connection.stopReceiving() }
    }

    func closeAll() {
        for connection in connections { connection.close() }
    }
}
