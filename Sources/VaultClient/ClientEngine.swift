import Glibc
import VaultCore
import VaultJSON
import VaultSocket

/// Runs the calls of one client on its loop: connects when there is something to send, sends, matches answers by id, connects again.
///
/// Everything in it belongs to the loop.
final class ClientEngine: TickObserver {
    /// Makes a connected, non-blocking socket.
    typealias Connector = @Sendable () throws(SocketError) -> FileDescriptor

    private unowned let loop: EventLoop
    private let options: VaultClient.Options
    private let socketName: String
    private let connector: Connector
    private var ledger = CallLedger()
    private var connection: ClientConnection?
    private var backoff = Backoff()
    private var random = SystemRandomNumberGenerator()
    private var retry: TimerID?
    private var isClosed = false

    init(loop: EventLoop, options: VaultClient.Options, socketName: String, connector: @escaping Connector) {
        self.loop = loop
        self.options = options
        self.socketName = socketName
        self.connector = connector
    }

    /// Takes a call over; its `finish` runs exactly once.
    func submit(_ call: PendingCall) {
        guard !isClosed else { return call.finish(.failure(.closed)) }
        var call = call
        let (id, method, limit) = (call.id, call.method, options.timeout)
        call.timer = loop.schedule(after: limit) { [weak self] in
            self?.finish(id, .failure(.timedOut(method: method, after: limit)))
        }
        ledger.add(call)
        if connection == nil, retry == nil { connect() }
    }

    func cancel(_ id: Int64) { finish(id, .failure(.cancelled)) }

    func close() {
        isClosed = true
        cancelRetry()
        connection?.close()
        connection = nil
        for call in ledger.removeAll() { finish(call, .failure(.closed)) }
    }

    func beforeFlush() {}

    /// Sends what the tick brought, no more than the daemon takes from one connection at a time.
    func flush() {
        guard let connection else { return }
        while ledger.inFlightCount < options.maximumInFlight, ledger.hasWaiting,
            let call = ledger.takeWaiting(position: connection.queued)
        {
            connection.queue(call.frame)
        }
        connection.flush()
    }

    // MARK: connecting

    private func connect() {
        do throws(SocketError) {
            let descriptor = try connector()
            connection = try ClientConnection(
                descriptor, on: loop, maximumLine: options.maximumReplyBytes,
                received: { [weak self] line in self?.received(line) },
                ended: { [weak self] end in self?.connectionEnded(end) })
        } catch {
            unreachable(error)
        }
    }

    private func unreachable(_ error: SocketError) {
        let failure = VaultClientError.unreachable(socket: socketName, problem: error.problem)
        for call in ledger.removeImpatient(at: loop.now) {
            finish(call, .failure(call.timesSent == 0 ? failure : .connectionLost(method: call.method)))
        }
        scheduleRetry()
    }

    /// Only while somebody waits: an idle client does not knock.
    private func scheduleRetry() {
        guard !isClosed, retry == nil, let impatience = ledger.nextImpatience else { return }
        let pause = min(backoff.next(using: &random), max(.zero, impatience.since(loop.now)))
        retry = loop.schedule(after: pause) { [weak self] in
            self?.retry = nil
            self?.connect()
        }
    }

    private func cancelRetry() {
        if let retry { loop.cancel(retry) }
        retry = nil
    }

    // MARK: answers

    private func received(_ line: UnsafeRawBufferPointer) {
        do throws(ReplyProblem) {
            let reply = try ServerReply(line)
            backoff.reset()
            guard let id = reply.id else { return unmatched(reply) }
            // A late answer to a call that timed out or was cancelled is passed over.
            finish(id, reply.outcome.mapError(VaultClientError.refused))
        } catch {
            breakOff(.protocolViolation(error.text))
        }
    }

    /// The vault could not read a line far enough to find its id: only with one call in flight it is known which.
    private func unmatched(_ reply: ServerReply) {
        guard case .failure(let error) = reply.outcome else {
            return breakOff(.protocolViolation("a result has no id"))
        }
        breakOff(ledger.inFlightCount == 1 ? .refused(error) : .protocolViolation(error.message))
    }

    /// The stream cannot be trusted any more; what was in flight fails, what waits is sent on a new connection.
    private func breakOff(_ error: VaultClientError) {
        connection?.close()
        connection = nil
        for call in ledger.removeInFlight() { finish(call, .failure(error)) }
        scheduleRetry()
    }

    private func connectionEnded(_ end: ClientConnection.End) {
        guard let connection else { return }
        if case .replyTooLong = end {
            let limit = options.maximumReplyBytes
            return breakOff(.protocolViolation("a reply is longer than \(limit) bytes"))
        }
        self.connection = nil
        let patienceEnds = loop.now.advanced(by: options.patience)
        for call in ledger.connectionLost(sent: connection.sent, patienceEnds: patienceEnds) {
            finish(call, .failure(.connectionLost(method: call.method)))
        }
        scheduleRetry()
    }

    private func finish(_ id: Int64, _ result: Result<JSONValue, VaultClientError>) {
        guard let call = ledger.remove(id) else { return }
        finish(call, result)
    }

    private func finish(_ call: PendingCall, _ result: Result<JSONValue, VaultClientError>) {
        if let timer = call.timer { loop.cancel(timer) }
        call.finish(result)
    }
}

extension SocketError {
    /// Without what was tried, which the client's own error says.
    fileprivate var problem: String {
        guard case .failed(_, let code) = self else { return description }
        return String(cString: strerror(code)).lowercased()
    }
}
