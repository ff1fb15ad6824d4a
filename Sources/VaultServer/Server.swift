import Synchronization
package import VaultCore
package import VaultService
package import VaultSocket

/// The daemon's two sockets: takes callers in, spreads them over the loops, and ends in order.
///
/// Made and given its listeners before the loops start; afterwards it may be used from any thread.
package final class Server: Sendable {
    package struct Parts {
        package var audit: any AuditTrail
        package var clock: any WallClock
        package var answering: any RequestAnswering
        package var cache: TokenCache
        package var stored: StoredTokens?
        package var sessions: ReadySessions
        package var seal: SealGate
        package var hasher: any ContentHasher
        package var calls: CallMeter

        package init(
            audit: any AuditTrail, clock: any WallClock, answering: any RequestAnswering, cache: TokenCache,
            stored: StoredTokens? = nil, sessions: ReadySessions, seal: SealGate, hasher: any ContentHasher,
            calls: CallMeter = CallMeter()
        ) {
            self.audit = audit
            self.clock = clock
            self.answering = answering
            self.cache = cache
            self.stored = stored
            self.sessions = sessions
            self.seal = seal
            self.hasher = hasher
            self.calls = calls
        }
    }

    package let admission: Admission
    package let health: ServerHealth
    let homes: [Home]
    private let acceptors: LoopBound<AcceptorList>
    private let next = Atomic<Int>(0)
    private let refusals: RefusedConnections

    /// - Parameter loops: at least one, none started yet; listeners live on the first.
    package init(
        _ parts: Parts, rules: ServerRules, on loops: [EventLoop], admission: Admission, health: ServerHealth
    ) {
        precondition(!loops.isEmpty, "a server needs a loop")
        let shared = ReactorParts(
            audit: parts.audit, clock: parts.clock, answering: parts.answering, admission: admission, health: health,
            cache: parts.cache, stored: parts.stored, sessions: parts.sessions, seal: parts.seal,
            attestor: Attestor(hasher: parts.hasher),
            calls: parts.calls)
        self.admission = admission
        self.health = health
        refusals = RefusedConnections(parts.audit, clock: parts.clock)
        admission.meters.replace(rules.policy.limits)
        homes = loops.map { loop in
            Home(loop: loop, reactor: LoopBound(Reactor(shared, loop: loop, rules: rules), on: loop))
        }
        acceptors = LoopBound(AcceptorList(), on: loops[0])
        admission.peers.ask { [weak self] in self?.homes ?? [] }
    }
}

extension Server {
    /// Takes callers from `listener`; before the first loop starts, or on it.
    package func listen(on listener: UnixListener, as socket: SocketRole) throws(SocketError) {
        let acceptor = try Acceptor(
            listener.descriptor, accept: listener.accept, socket: socket, on: homes[0].loop
        ) { [unowned self] in welcome($0, $1, $2) }
        acceptors.value.list.append(acceptor)
    }

    /// Takes over a connected socket, as if it had been accepted.
    package func adopt(_ descriptor: consuming FileDescriptor, as socket: SocketRole) throws(SocketError) {
        let peer = try PeerCredentials(of: descriptor)
        welcome(descriptor, PeerIdentity(uid: peer.uid, gid: peer.gid, pid: peer.pid), socket)
    }

    /// Puts new rules in force on every loop; connections stay. Returns when the old ones are asked nowhere any more.
    package func reload(_ rules: ServerRules) async {
        admission.replace(rules.limits)
        admission.meters.replace(rules.policy.limits)
        for home in homes {
            await withCheckedContinuation { continuation in
                let taken = home.loop.run {
                    home.reactor.valueIfCurrent?.replace(rules)
                    continuation.resume()
                }
                if !taken { continuation.resume() }
            }
        }
    }

    /// Returns when every loop has ended what it was at: a reply that was made before has been sent, or waits for its reader.
    package func settle() async {
        for home in homes {
            await withCheckedContinuation { continuation in
                let taken = home.loop.run { continuation.resume() }
                if !taken { continuation.resume() }
            }
        }
    }

    /// Stops accepting, refuses new work, and waits until what was begun has been answered, at most `limit`.
    ///
    /// - Returns: whether everything was answered in time.
    package func drain(within limit: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            beginDrain(within: limit) { continuation.resume(returning: $0) }
        }
    }

    /// `drain` for a caller that is not a task; `whenDone` is called once, on a loop.
    package func beginDrain(within limit: Duration, whenDone: @escaping @Sendable (Bool) -> Void) {
        health.ends()
        let drain = Drain(waitingFor: homes.count, whenDone)
        homes[0].loop.run { [acceptors] in
            acceptors.valueIfCurrent?.stop()
        }
        Self.begin(drain, within: limit, on: homes) { reactor, whenIdle in reactor.beginDrain(whenIdle: whenIdle) }
    }

    /// Leaves callers who come now to whoever takes over the listeners; answers everything that connected ones have sent and ends
    /// their connections, so that each knows what was done and what was never read. Waits for that, at most `limit`.
    ///
    /// - Returns: whether everything was answered in time.
    package func handOver(within limit: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            beginHandover(within: limit) { continuation.resume(returning: $0) }
        }
    }

    /// `handOver` for a caller that is not a task; `whenDone` is called once, on a loop.
    package func beginHandover(within limit: Duration, whenDone: @escaping @Sendable (Bool) -> Void) {
        let drain = Drain(waitingFor: homes.count, whenDone)
        // In this order: who was accepted before is on its way to its loop, and comes there first.
        let taken = homes[0].loop.run { [acceptors, homes] in
            acceptors.valueIfCurrent?.stop()
            Self.begin(drain, within: limit, on: homes) { reactor, whenIdle in reactor.beginHandover(whenIdle: whenIdle)
            }
        }
        if !taken { homes.forEach { _ in drain.reactorIsIdle() } }
    }

    private static func begin(
        _ drain: Drain, within limit: Duration, on homes: [Home],
        _ begin: @escaping @Sendable (Reactor, @escaping () -> Void) -> Void
    ) {
        for home in homes {
            let taken = home.loop.run {
                guard let reactor = home.reactor.valueIfCurrent else { return drain.reactorIsIdle() }
                begin(reactor) { drain.reactorIsIdle() }
                home.loop.schedule(after: limit) { drain.timeIsUp() }
            }
            if !taken { drain.reactorIsIdle() }
        }
    }

    /// Closes every connection; call it after `drain`, before the loops stop.
    package func closeAll() async {
        for home in homes {
            await withCheckedContinuation { continuation in
                let taken = home.loop.run {
                    home.reactor.valueIfCurrent?.closeAll()
                    continuation.resume()
                }
                if !taken { continuation.resume() }
            }
        }
    }

    private func welcome(_ descriptor: consuming FileDescriptor, _ peer: PeerIdentity, _ socket: SocketRole) {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        let home = homes[number % homes.count]
        home.take(descriptor, peer, socket, admission, refusals)
    }
}
