import VaultCore
import VaultService
import VaultSocket
import VaultWire

extension Reactor {
    /// What holds for the lines that a connection reads now.
    func reading(for connection: Connection) -> LineReading {
        renewClient(of: connection)
        let terms = FastAnswers.Terms(
            wire: limits.wire, minimumLifeSeconds: rules.tokens.minimumLifeSeconds, now: now,
            instant: loop.now)
        return LineReading(
            client: .passUnretained(connection.client), terms: terms,
            takesWork: isServing && !health.auditHasFailed && !seal.isClosed)
    }

    /// The way of one line: the cached token at once, everything else by a task that comes back to this loop.
    @inline(__always)
    func serve(
        _ line: UnsafeRawBufferPointer, of connection: Connection, _ reading: LineReading,
        at desk: inout AnswerDesk
    ) {
        if reading.takesWork,
            reading.client._withUnsafeGuaranteedRef({ client in
                desk.fast.answer(
                    line, request: connection.calls &+ 1, for: client, terms: reading.terms, into: &desk.round.buffer)
            })
        {
            connection.calls &+= 1
            return desk.round.close(for: connection, releases: true)
        }
        read(line, of: connection, at: &desk)
    }

    private var isServing: Bool {
        switch drain {
        case .serving, .handingOver: true
        case .draining, .idle: false
        }
    }

    private func read(_ line: UnsafeRawBufferPointer, of connection: Connection, at desk: inout AnswerDesk) {
        switch IncomingLine(decoding: line, limits: limits.wire) {
        case .failed(let error):
            self.calls.note(nil, error)
            desk.answer(error, to: connection)
        case .call(let call): begin([call], isBatch: false, of: connection, at: &desk)
        case .batch(let calls): begin(calls, isBatch: true, of: connection, at: &desk)
        }
    }

    private func begin(
        _ calls: [IncomingCall], isBatch: Bool, of connection: Connection, at desk: inout AnswerDesk
    ) {
        guard let name = connection.registration else { return }
        let first = connection.calls &+ 1
        connection.calls &+= calls.count
        if let refusal = refusal(of: calls, on: connection) {
            if case .rateLimited(let wait) = refusal { hold(connection, milliseconds: wait) }
            let error = WireError(refusal)
            for call in calls { self.calls.note(call.method, error) }
            let outcomes = calls.map { CallOutcome(id: $0.id, method: $0.method, result: .failure(error)) }
            return desk.answer(outcomes, isBatch: isBatch, to: connection, under: rules)
        }
        inFlight += calls.count
        connection.inFlight += calls.count
        let work = CallWork(calls: calls, first: first, caller: connection.client.caller, policy: rules.policy)
        let home = LoopBound(self, on: loop)
        let (answering, admission, meter) = (answering, admission, connection.client.meter)
        let (start, counts) = (loop.now, self.calls)
        Task(executorPreference: loop) {
            let outcomes = await work.perform(with: answering)
            admission.end(work.calls.count, of: work.caller.peer, on: work.caller.socket)
            meter?.end(work.calls.count)
            counts.note(outcomes, of: work.calls, since: start)
            // nil when the loop has ended before its task: nobody is left to answer.
            home.valueIfCurrent?.deliver(outcomes, to: name, of: work.calls.count, isBatch: isBatch)
        }
    }

    /// Counts the calls in, or says why not.
    private func refusal(of calls: [IncomingCall], on connection: Connection) -> VaultError? {
        if !isServing, !calls.allSatisfy({ $0.method?.isAnsweredAlways ?? true }) { return Refusal.shuttingDown.error }
        if health.auditHasFailed, !calls.allSatisfy({ rules.answersUnrecorded($0.method) }) {
            return Refusal.auditFailed.error
        }
        if connection.inFlight + calls.count > limits.inFlight { return Refusal.inFlightOfConnection.error }
        let meter = connection.client.meter
        if let error = meter?.begin(calls.count, at: loop.now.nanoseconds) { return error }
        guard let refusal = admission.begin(calls.count, of: connection.peer, on: connection.socket) else { return nil }
        meter?.end(calls.count)
        return refusal.error
    }

    /// Brings the answers of a task to the connection that asked, if it is still there; never to another one.
    private func deliver(_ outcomes: [CallOutcome], to name: Registration, of calls: Int, isBatch: Bool) {
        inFlight -= calls
        guard let connection = loop.handler(at: name) as? Connection else { return }
        connection.inFlight -= calls
        // Whoever asked before the vault was sealed gets no token after it.
        let outcomes = seal.isClosed ? outcomes.map(\.withoutToken) : outcomes
        let rules = rules
        withDesk { $0.answer(outcomes, isBatch: isBatch, to: connection, under: rules) }
        endRoundIfLarge()
        connection.closeIfDone()
    }
}

extension Method {
    /// Answered while the daemon shuts down: what an operator asks then.
    fileprivate var isAnsweredAlways: Bool {
        switch self {
        case .systemPing, .systemHealth, .systemInfo, .rpcDiscover, .systemMetrics, .auditStatus, .systemDiagnose: true
        case .grantPut, .grantLookup, .grantList, .grantRevoke, .tokenGet, .tokenReject, .delegationCreate,
            .delegationList, .delegationRevoke, .sessionCreate, .sessionLookup, .sessionRenew, .sessionRevoke,
            .sessionRevokeAll, .sessionList, .providerList, .providerTest, .backupCreate, .keyStatus, .keyPrepare,
            .keyActivate, .keyRewrap, .keyVerify, .keyDestroy,
            .sealStatus, .sealUnlock, .sealLock, .sealChange, .policyExplain, .clientList, .subjectShow,
            .subjectRevoke, .subjectDisable, .subjectEnable,
            .reportScopes, .identityResolve, .identityForget, .grantReap, .auditVerify, .auditFind:
            false
        }
    }
}
