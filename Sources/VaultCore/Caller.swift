/// What the kernel says about the peer of one connection (`SO_PEERCRED`, and /proc where it was asked); nothing in it comes from the peer's own words.
package struct PeerIdentity: Hashable, Sendable {
    package let uid: UInt32
    package let gid: UInt32
    package let pid: Int32
    /// nil where nothing is known of its program, as of most peers.
    private let found: SharedProgram?

    package var program: PeerProgram { found?.program ?? .unknown }

    package init(uid: UInt32, gid: UInt32, pid: Int32, program: PeerProgram = .unknown) {
        self.init(uid: uid, gid: gid, pid: pid, found: program == .unknown ? nil : SharedProgram(program))
    }

    private init(uid: UInt32, gid: UInt32, pid: Int32, found: SharedProgram?) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.found = found
    }

    /// The same peer with more known about it.
    package func running(_ program: PeerProgram) -> PeerIdentity {
        PeerIdentity(uid: uid, gid: gid, pid: pid, program: program)
    }

    /// The same, without memory of its own for what is known.
    package func running(_ program: SharedProgram) -> PeerIdentity {
        PeerIdentity(uid: uid, gid: gid, pid: pid, found: program.program == .unknown ? nil : program)
    }
}

/// Which of the two sockets a connection came in on.
package enum SocketRole: String, CaseIterable, Hashable, Sendable {
    case workload
    case admin
}

/// Who asks: the peer, the socket it came by, and the configured client that it matched, if any.
package struct Caller: Hashable, Sendable {
    package let peer: PeerIdentity
    package let socket: SocketRole
    package let client: ClientName?
    /// Which connection since the start of the daemon; nil where that is of no interest.
    package let connection: Int?
    /// Which of the calls on it, counted from 1.
    package var request: Int?

    package init(
        peer: PeerIdentity, socket: SocketRole, client: ClientName?, connection: Int? = nil, request: Int? = nil
    ) {
        self.peer = peer
        self.socket = socket
        self.client = client
        self.connection = connection
        self.request = request
    }
}
