import Glibc
import Synchronization
import VaultCore
import VaultSocket
import VaultWire

/// One peer's socket, owned by one reactor for life. It reads lines, keeps what did not leave yet, and is closed exactly once.
final class Connection: EventHandler {
    private static let numbers = Atomic(0)

    let descriptor: FileDescriptor
    /// Keeps its pid from coming to mean another process; goes with the connection.
    let process: PeerProcess
    /// Which it is since the start of the daemon, for the audit log.
    let number: Int
    private(set) var peer: PeerIdentity
    let socket: SocketRole
    let reactor: Reactor
    /// Its name for everything that comes back later; nil once it is closed.
    private(set) var registration: Registration?
    private var watch: PeerWatch?
    var client: ConnectionClient
    /// What the peer ran when it was recognised, if that mattered.
    private(set) var attested: Attested?
    /// When that was last looked at again.
    var programLookedAt = MonotonicInstant(nanoseconds: 0)
    /// Its place in the reactor's list.
    var index = 0

    /// Unchecked: only `withLines` changes it, and that lends it to one at a time.
    @exclusivity(unchecked) private(set) var lines = LineSplitter()
    private var linesAreLent = false
    /// Unchecked: no access to it calls out, so none can overlap another.
    @exclusivity(unchecked) var backlog = Backlog()
    /// Calls that have not been answered yet.
    var inFlight = 0
    let connectedAt: Timestamp
    /// That came in so far. Unchecked: no access to it calls out, so none can overlap another.
    @exclusivity(unchecked) var calls = 0
    /// Bytes of replies in the current round.
    var roundBytes = 0
    /// When the line began that is not whole yet.
    var partialSince: MonotonicInstant?

    /// The peer will send nothing more; what it asked is still answered.
    private(set) var inputHasEnded = false
    /// Nothing more is read, and it is closed as soon as its replies have left.
    private(set) var isFinishing = false
    /// The peer was cut off: a line that is not whole now is none, and no mistake of the peer.
    private(set) var isHandedOver = false
    /// Reading waits until the peer has taken some replies.
    private(set) var isPaused = false
    /// The same until some time has passed, because its client asked for more than it may.
    private(set) var isHeld = false
    /// Nothing is read before it is known who asks.
    private(set) var isAttesting = false

    init(
        _ descriptor: consuming FileDescriptor, process: consuming PeerProcess, peer: PeerIdentity, socket: SocketRole,
        reactor: Reactor
    ) {
        self.descriptor = consume descriptor
        self.process = consume process
        self.peer = peer
        self.socket = socket
        self.reactor = reactor
        number = Self.numbers.wrappingAdd(1, ordering: .relaxed).newValue
        client = reactor.client(peer, socket, connection: number)
        connectedAt = reactor.now
    }

    var isClosed: Bool { registration == nil }

    func open() throws(SocketError) {
        watch = try PeerWatch(self)
        do throws(SocketError) {
            registration = try reactor.loop.register(descriptor, for: .readable, handler: self)
        } catch {
            watch?.end()
            throw error
        }
    }

    /// Lends what cuts the lines; what a line sets off may not ask for it (as `Reactor.withDesk`, and checked there and here
    /// for the same reason).
    @inline(__always)
    func withLines<Result>(_ use: (inout LineSplitter) -> Result) -> Result {
        precondition(!linesAreLent, "lines were asked for while they were lent")
        linesAreLent = true
        defer { linesAreLent = false }
        return use(&lines)
    }

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { sendBacklog() }
        guard !isClosed else { return }
        if readiness.contains(.readable) {
            read()
        } else if !readiness.isDisjoint(with: [.hangup, .failed]) {
            // Both directions are closed: nobody is there to read an answer.
            close()
        }
    }

    func pause() {
        isPaused = true
        updateInterest()
    }

    func hold() {
        isHeld = true
        pause()
    }

    func endHold() { isHeld = false }

    func unpause() {
        isPaused = false
        updateInterest()
    }

    func beginAttesting() {
        isAttesting = true
        updateInterest()
    }

    func endAttesting(with found: Attested) {
        peer = peer.running(found.program)
        attested = found
        isAttesting = false
        updateInterest()
    }

    func endInput() {
        inputHasEnded = true
        updateInterest()
        closeIfDone()
    }

    /// From this call on the kernel takes nothing more from the peer, whose next send fails (EPIPE); what it took before is still
    /// read, to the end of the input. So the peer knows which of its lines were read: those that it could send whole.
    func stopReceiving() {
        isHandedOver = true
        _ = shutdown(descriptor.raw, Int32(SHUT_RD))
    }

    /// Reads nothing more and closes once the replies have left.
    func finish() {
        isFinishing = true
        withLines { $0.forgetHeld() }
        updateInterest()
        closeIfDone()
    }

    /// Closes if nothing more can come in and everything that was asked has been answered.
    func closeIfDone() {
        guard inputHasEnded || isFinishing else { return }
        guard inFlight == 0, roundBytes == 0, backlog.isEmpty, !lines.holdsBytes else { return }
        close()
    }

    func close() {
        guard let registration else { return }
        reactor.loop.deregister(registration)
        self.registration = nil
        watch?.end()
        withLines { $0.forgetHeld() }
        backlog.wipe()
        // The descriptor itself closes with this object, which the current round may still hold; the peer learns it now.
        _ = shutdown(descriptor.raw, Int32(SHUT_RDWR))
        reactor.forget(self)
    }

    func updateInterest() {
        guard let registration else { return }
        var interest: Readiness = []
        if !inputHasEnded && !isFinishing && !isPaused && !isAttesting { interest.insert(.readable) }
        if !backlog.isEmpty { interest.insert(.writable) }
        reactor.loop.setInterest(interest, at: registration)
    }
}
