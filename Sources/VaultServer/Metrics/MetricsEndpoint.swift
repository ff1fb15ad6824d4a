package import VaultCore
package import VaultSocket

/// Answers `GET /metrics` of plain HTTP on one listener, a few callers at a time, on a loop that serves no requests of the
/// vault; the metrics are made on neither.
package final class MetricsEndpoint: EventHandler {
    /// More callers than that are closed at once: one Prometheus asks, or two.
    static let mostConnections = 4
    /// From being accepted to having the answer.
    static let patience = Duration.seconds(5)

    let loop: EventLoop
    /// Anybody's browser on this machine reaches a TCP port, but no Unix socket.
    let checksHost: Bool
    private let accept: () -> AcceptOutcome
    private let metrics: @Sendable () -> Exposition
    private var connections: [ObjectIdentifier: MetricsConnection] = [:]
    private var registration: Registration?

    /// Before the loop starts, or on it.
    package convenience init(
        on listener: LoopbackListener, _ loop: EventLoop, metrics: @escaping @Sendable () -> Exposition
    ) throws(SocketError) {
        try self.init(listener.descriptor, accept: listener.accept, checksHost: true, loop, metrics)
    }

    package convenience init(
        on listener: UnixListener, _ loop: EventLoop, metrics: @escaping @Sendable () -> Exposition
    ) throws(SocketError) {
        try self.init(listener.descriptor, accept: listener.accept, checksHost: false, loop, metrics)
    }

    private init(
        _ descriptor: borrowing FileDescriptor, accept: @escaping () -> AcceptOutcome, checksHost: Bool,
        _ loop: EventLoop, _ metrics: @escaping @Sendable () -> Exposition
    ) throws(SocketError) {
        self.loop = loop
        self.checksHost = checksHost
        self.accept = accept
        self.metrics = metrics
        registration = try loop.register(descriptor, for: .readable, handler: self)
    }

    package func ready(_ readiness: Readiness) {
        for _ in 0..<Acceptor.batch {
            switch accept() {
            case .connection(let descriptor): welcome(descriptor)
            case .aborted: continue
            case .blocked: return
            case .exhausted: return rest()
            case .failed: return rest()
            }
        }
    }

    func forget(_ connection: MetricsConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    /// Brings the metrics to the connection that asked, if it is still there.
    func collect(for registration: Registration) {
        let home = LoopBound(self, on: loop)
        let metrics = metrics
        let loop = loop
        Task(executorPreference: globalConcurrentExecutor) {
            let answer = MetricsResponse.metrics(metrics().text)
            loop.run {
                guard let endpoint = home.valueIfCurrent else { return }
                (endpoint.loop.handler(at: registration) as? MetricsConnection)?.answer(with: answer)
            }
        }
    }

    private func welcome(_ descriptor: consuming FileDescriptor) {
        // Dropped, it closes.
        guard connections.count < Self.mostConnections else { return }
        do throws(SocketError) {
            let connection = try MetricsConnection(descriptor, self)
            connections[ObjectIdentifier(connection)] = connection
        } catch {
            // epoll has no room: as if the kernel had refused the connection itself.
        }
    }

    /// As the acceptor of the other sockets: the listener stays ready while nobody can be accepted.
    private func rest() {
        guard let registration else { return }
        loop.setInterest([], at: registration)
        loop.schedule(after: Acceptor.pause) { [loop] in loop.setInterest(.readable, at: registration) }
    }
}
