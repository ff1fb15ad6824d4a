import VaultCore
import VaultSocket
import VaultWire

extension Reactor {
    /// The way of one line: the cached token at once, everything else by a task that comes back to this loop.
    @inline(__always)
    func serve(_ line: UnsafeRawBufferPointer, of connection: Connection) {
        if connection.client.epoch != epoch { connection.client = client(connection.peer, connection.socket) }
        if takesWork, fast.answer(line, for: connection.client, terms: terms, now: now, into: &round.buffer) {
            return close(for: connection, releases: true)
        }
        read(line, of: connection)
    }

    private var takesWork: Bool {
        guard case .serving = drain else { return false }
        return !health.auditHasFailed
    }

    private func read(_ line: UnsafeRawBufferPointer, of connection: Connection) {
        switch IncomingLine(decoding: line, limits: limits.wire) {
        case .failed(let error): answer(error, on: connection)
        case .call(let call): begin([call], isBatch: false, on: connection)
        case .batch(let calls): begin(calls, isBatch: true, on: connection)
        }
    }

    private func begin(_ calls: [IncomingCall], isBatch: Bool, on connection: Connection) {
        guard let name = connection.registration else { return }
        if let refusal = refusal(of: calls, on: connection) {
            let error = WireError(refusal.error)
            let outcomes = calls.map { CallOutcome(id: $0.id, result: .failure(error)) }
            return write(outcomes, isBatch: isBatch, on: connection)
        }
        inFlight += calls.count
        connection.inFlight += calls.count
        let work = CallWork(calls: calls, caller: connection.client.caller, policy: rules.policy)
        let home = LoopBound(self, on: loop)
        let (answering, admission) = (answering, admission)
        Task(executorPreference: loop) {
            let outcomes = await work.perform(with: answering)
            admission.end(work.calls.count, of: work.caller.peer, on: work.caller.socket)
            // nil when the loop has ended before its task: nobody is left to answer.
            home.valueIfCurrent?.deliver(outcomes, to: name, of: work.calls.count, isBatch: isBatch)
        }
    }

    /// Counts the calls in, or says why not.
    private func refusal(of calls: [IncomingCall], on connection: Connection) -> Refusal? {
        if !calls.allSatisfy({ $0.method?.isAnsweredAlways ?? true }) {
            guard case .serving = drain else { return .shuttingDown }
            if health.auditHasFailed { return .auditFailed }
        }
        if connection.inFlight + calls.count > limits.inFlight { return .inFlightOfConnection }
        return admission.begin(calls.count, of: connection.peer, on: connection.socket)
    }

    /// Brings the answers of a task to the connection that asked, if it is still there; never to another one.
    private func deliver(_ outcomes: [CallOutcome], to name: Registration, of calls: Int, isBatch: Bool) {
        inFlight -= calls
        guard let connection = loop.handler(at: name) as? Connection else { return }
        connection.inFlight -= calls
        write(outcomes, isBatch: isBatch, on: connection)
        endRoundIfLarge()
        connection.closeIfDone()
    }

    private func write(_ outcomes: [CallOutcome], isBatch: Bool, on connection: Connection) {
        let expected = outcomes.filter(\.id.expectsReply)
        // A batch of notifications gets nothing at all, not an empty array (JSON-RPC 2.0 §6).
        guard !expected.isEmpty else { return }
        writer.write(expected, isBatch: isBatch, to: &round.buffer)
        close(for: connection, releases: expected.contains(where: \.releases))
    }

    /// Answers what could not be read far enough to find an id.
    func answer(_ error: WireError, on connection: Connection) {
        writer.write(error, to: &round.buffer)
        close(for: connection, releases: false)
    }

    /// Ends a reply in the round.
    @inline(__always)
    private func close(for connection: Connection, releases: Bool) {
        round.close(for: connection, releases: releases)
    }
}

extension Method {
    /// Answered while the daemon shuts down or cannot write its audit log: what an operator asks then.
    fileprivate var isAnsweredAlways: Bool {
        switch self {
        case .systemPing, .systemHealth, .systemInfo, .rpcDiscover: true
        case .grantPut, .grantLookup, .grantList, .grantRevoke, .tokenGet, .tokenReject, .providerList, .providerTest:
            false
        }
    }
}
