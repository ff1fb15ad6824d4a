import VaultCore
import VaultService
import VaultSocket
import VaultWire

/// All connections of one loop and what they share: the read space, the round of replies, the rules in force.
final class Reactor {
    static let readBytes = 64 * 1024
    /// A round that has grown to this is recorded and sent before the tick ends: a busy tick needs no more memory, and its
    /// replies are still in the processor's cache when the kernel copies them.
    static let roundBytes = 512 * 1024
    /// What a round may keep of its memory; larger by what one read can add to a round that is not full yet.
    static let keptBytes = 1024 * 1024

    let loop: EventLoop
    let audit: any AuditTrail
    let clock: any WallClock
    let answering: any RequestAnswering
    let admission: Admission
    let health: ServerHealth
    let seal: SealGate
    let attestor: Attestor
    let scopeUses: ScopeTally
    let calls: CallMeter
    let meter: LoopMeter
    /// Answered from memory, in a tick whose time is not known yet.
    @exclusivity(unchecked) var served = ServedCounts()
    let readSpace: UnsafeMutableRawBufferPointer

    private(set) var rules: ServerRules
    private(set) var limits: ConnectionLimits
    /// Which policy is in force; connections look their client up again when it has changed.
    private(set) var epoch = 0
    /// Unchecked: only `withDesk` changes it, and that lends it to one at a time.
    @exclusivity(unchecked) private(set) var desk: AnswerDesk
    private var deskIsLent = false

    var connections: [Connection] = []
    var attested = AttestedPrograms()
    /// What the last flush of the audit log on this loop came to; another loop's may differ.
    var roundIsRecorded = false
    /// Whether lines that lie beside the log are about to be written to it.
    var isWritingOut = false
    /// Calls that tasks of this loop are working on, also those whose connection is gone.
    var inFlight = 0
    var evictions = 0
    /// How many peers that are no client are told of in the audit log.
    var unmatchedRecords = TokenBucket(perSecond: 10, burst: 100)
    /// The wall clock, read at most once per tick.
    private var wallTime: Timestamp?
    var sweepIsArmed = false
    var drain: DrainState = .serving

    init(_ parts: ReactorParts, loop: EventLoop, rules: ServerRules) {
        self.loop = loop
        self.rules = rules
        audit = parts.audit
        clock = parts.clock
        answering = parts.answering
        admission = parts.admission
        health = parts.health
        seal = parts.seal
        attestor = parts.attestor
        scopeUses = parts.cache.scopeUses
        calls = parts.calls
        meter = parts.calls.loop()
        limits = ConnectionLimits(rules.limits)
        desk = AnswerDesk(fast: FastAnswers(tokens: parts.cache, stored: parts.stored, sessions: parts.sessions))
        readSpace = .allocate(byteCount: Self.readBytes, alignment: 64)
        loop.add(self)
    }

    deinit {
        // Each read wipes behind itself.
        readSpace.deallocate()
    }

    /// Lends the desk, to a read for as long as it lasts; nothing that a line sets off may ask for it another way.
    ///
    /// The rule is checked here and not by the run-time system, which would take 600 instructions for a read with one line.
    @inline(__always)
    func withDesk<Result>(_ use: (inout AnswerDesk) -> Result) -> Result {
        precondition(!deskIsLent, "the desk was asked for while it was lent")
        deskIsLent = true
        defer { deskIsLent = false }
        return use(&desk)
    }

    var now: Timestamp {
        if let wallTime { return wallTime }
        let now = clock.now()
        wallTime = now
        return now
    }

    func forgetTime() {
        wallTime = nil
    }

    /// Puts new rules in force; no connection is dropped.
    func replace(_ rules: ServerRules) {
        self.rules = rules
        epoch += 1
        limits = ConnectionLimits(rules.limits)
        // Attesting may close a connection, which takes it out of the list.
        for connection in Array(connections) { attestIfNeeded(connection) }
    }

    func client(_ peer: PeerIdentity, _ socket: SocketRole, connection: Int) -> ConnectionClient {
        ConnectionClient(
            peer: peer, socket: socket, connection: connection, policy: rules.policy, epoch: epoch,
            meters: admission.meters, audit: audit,
            tally: { scopeUses.tally(of: $0, on: ObjectIdentifier(loop)) })
    }
}
