import Glibc
import Synchronization
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport
import VaultWire

@testable import VaultServer

/// A server on one loop that the test drives tick by tick, on the test's own thread, with clocks moved by hand.
final class ServerBench {
    let answering = ScriptedAnswering()
    let audit = RecordingAudit()
    let wallClock: ManualClock
    let admission: Admission
    let health: ServerHealth
    let cache = TokenCache(capacity: 100, cipher: FakeMemoryCipher())
    let calls = CallMeter()
    let loop: EventLoop
    let server: Server
    private let hand = Hand()

    init(
        limits: LimitSettings = LimitSettings(), policy: Policy? = nil, audit: (any AuditTrail)? = nil,
        answering: (any RequestAnswering)? = nil, cache: TokenCache? = nil, stored: StoredTokens? = nil,
        sessions: ReadySessions? = nil,
        clock: ManualClock = ManualClock(),
        admission: Admission? = nil, health: ServerHealth = ServerHealth(), seal: SealGate = SealGate(isOpen: true)
    ) throws {
        let hand = self.hand
        wallClock = clock
        self.health = health
        self.admission = admission ?? Admission(limits)
        loop = try EventLoop(clock: { MonotonicInstant(nanoseconds: hand.nanoseconds.load(ordering: .relaxed)) })
        let parts = Server.Parts(
            audit: audit ?? self.audit, clock: clock, answering: answering ?? self.answering,
            cache: cache ?? self.cache, stored: stored, sessions: sessions ?? Self.noSessions(clock), seal: seal,
            hasher: FakeHasher(),
            calls: calls)
        server = Server(
            parts,
            rules: ServerRules(
                policy: try policy ?? Policies.everyone(named: "whoever", ProviderRegistry(), rules: []), limits: limits
            ), on: [loop],
            admission: self.admission, health: health)
    }

    static func noSessions(_ clock: ManualClock) -> ReadySessions {
        ReadySessions(
            SessionCache(cipher: FakeMemoryCipher(), hasher: FakeMemoryCipher()), time: SessionTime(clock))
    }

    /// A new connection, in place.
    func connect(as socket: SocketRole = .workload) throws -> TestPeer {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let peer = TestPeer(pair.takeFirst())
        try server.adopt(pair.takeSecond(), as: socket)
        return peer
    }

    func tick() { loop.tick(waitingAtMost: .zero) }

    /// Ticks until nothing is left to do at once.
    func settle() {
        for _ in 0..<8 { tick() }
    }

    /// Ticks until work that runs elsewhere has ended.
    func drive(_ work: @escaping @Sendable () async -> Void) async {
        let done = Done()
        Task.detached {
            await work()
            done.flag.store(true, ordering: .releasing)
        }
        // Yields, as the pool that runs `work` has no more threads than the machine has cores.
        while !done.flag.load(ordering: .acquiring) {
            tick()
            await Task.yield()
        }
    }

    private final class Done: Sendable {
        let flag = Atomic(false)
    }

    func advance(milliseconds: UInt64) {
        hand.nanoseconds.wrappingAdd(milliseconds * 1_000_000, ordering: .relaxed)
    }

    /// Connections that the server holds.
    var connections: Int { admission.connections }

    private final class Hand: Sendable {
        let nanoseconds = Atomic<UInt64>(1_000_000_000)
    }
}

/// A call line.
func call(_ method: String, id: String? = "1", params: String? = nil) -> String {
    var text = #"{"jsonrpc":"2.0""#
    if let id { text += #","id":\#(id)"# }
    text += #","method":"\#(method)""#
    if let params { text += #","params":\#(params)"# }
    return text + "}"
}
