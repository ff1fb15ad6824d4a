import Synchronization
package import VaultCore

/// The use cases of the seal: unseal, seal, move to another seal key, tell how it stands.
///
/// The gate is open only while the keys are in place and every open intent of before has been resolved; sealing shuts it
/// before anything else.
package final class SealService: Sendable {
    private static let lockedByOperator = SealProblem(.locked, "an operator has sealed it; run 'vaultctl unseal'")

    package let gate: SealGate
    let mechanism: any SealMechanism
    let context: ServiceContext
    private let refresher: Refresher
    private let recovery: IntentRecovery
    private let settle: @Sendable () async throws(VaultError) -> Void
    let state: Mutex<SealState>
    private let observer = Mutex<SealObserver?>(nil)
    private let windDown: SealWindDown

    /// - Parameter settle: makes the store ready for its first request; done with the keys in place before the gate opens, so
    ///   that nothing of the store changes while the vault is sealed.
    package init(
        _ mechanism: any SealMechanism, _ context: ServiceContext, gate: SealGate, refresher: Refresher,
        recovery: IntentRecovery, pause: @escaping Pause = systemPause,
        settle: @escaping @Sendable () async throws(VaultError) -> Void = {}
    ) {
        self.mechanism = mechanism
        self.context = context
        self.gate = gate
        self.refresher = refresher
        self.recovery = recovery
        self.settle = settle
        let deadline = { @Sendable [context] in context.settings.providers.map(\.deadlineMilliseconds).max() ?? 0 }
        windDown = SealWindDown(refresher, deadline: deadline, pause: pause)
        let problem = SealProblem(.failed, "it has not been unsealed yet; run 'vaultctl unseal'")
        state = Mutex(SealState(gate.isClosed ? .sealed(problem) : .serving))
    }

    package func observe(_ observer: SealObserver) { self.observer.withLock { $0 = observer } }

    /// Why the vault is sealed; nil while it serves.
    package var problem: SealProblem? {
        switch state.withLock(\.phase) {
        case .sealed(let problem): problem
        case .serving: nil
        }
    }

    /// What a sealed vault says to everything that it does not answer.
    package var refusal: VaultError { problem.map { .sealedBecause($0.reason) } ?? .sealed }

    /// Unseals where that needs nobody; what is left sealed waits for `unlock`.
    package func start() async {
        do throws(VaultError) { try await attempt(with: nil, caller: nil) } catch {}
        context.flushAudit()
    }

    package func unlock(with passphrase: Secret?, _ permit: Permit, caller: Caller) async throws(VaultError) {
        try permit.check(.sealUnlock)
        try await attempt(with: passphrase, caller: caller)
    }

    /// Hands nothing out from here on, then wipes the keys: once the answers of providers that were asked before are
    /// committed, at the latest after the longest deadline of a provider. A refresh that is cut off keeps its intent in the
    /// journal and is resolved by the next unsealing.
    ///
    /// - Parameter now: cuts them off, also where another call waits for them.
    package func lock(now: Bool = false, _ permit: Permit, caller: Caller) async throws(VaultError) {
        try permit.check(.sealLock)
        let wasServing = state.withLock { state in
            gate.close()
            let wasServing = state.lock(Self.lockedByOperator)
            if wasServing { windDown.begin() }
            return wasServing
        }
        context.cache.shut()
        await windDown.finish(cuts: now) { mechanism.lock() }
        context.audit.record(
            AuditEvent(
                .sealed, .done, caller: caller, method: .sealLock, reason: wasServing ? nil : "already_sealed"))
        await observer.withLock(\.self)?.sealed()
    }

    /// Moves the store to the seal key that the configuration names now.
    package func change(to passphrase: Secret?, _ permit: Permit, caller: Caller) async throws(VaultError) {
        try permit.check(.sealChange)
        guard problem == nil else { throw refusal }
        let event = AuditEvent(.resealed, .done, caller: caller, method: .sealChange)
        do throws(SealProblem) {
            try await mechanism.change(to: passphrase, telling: event)
        } catch {
            context.audit.record(event.failed(error))
            throw .sealNotChanged(error)
        }
    }

    package func status(_ permit: Permit) async throws(VaultError) -> SealStatus {
        try permit.check(permit.method)
        let now = context.clock.monotonicMilliseconds()
        let wait = state.withLock { $0.wait(at: now) }
        let source: SealSource?
        do throws(SealProblem) { source = try await mechanism.source() } catch { source = nil }
        let isUnderPassphrase = try context.stored { () throws(StoreFailure) in
            try mechanism.passphraseSeal() != nil
        }
        return SealStatus(
            problem: problem, source: source?.kind, isStoreUnderPassphrase: isUnderPassphrase,
            retryAfterMilliseconds: wait)
    }

    // MARK: a try

    private func attempt(with passphrase: Secret?, caller: Caller?) async throws(VaultError) {
        let (chance, lockings) = state.withLock { state -> (SealState.Try, Int) in
            // The keys are about to be wiped: whoever opened now would be left without.
            if windDown.isUnderWay { return (.mustWait(milliseconds: UnlockDelay.shortestMilliseconds), 0) }
            return (state.beginTry(at: context.clock.monotonicMilliseconds()), state.lockings)
        }
        switch chance {
        case .needless: return
        case .mustWait(let milliseconds): throw .rateLimited(retryAfterMilliseconds: milliseconds)
        case .mayBeMade: break
        }
        let event = AuditEvent(.unsealed, .done, caller: caller, method: caller.map { _ in .sealUnlock })
        do throws(SealProblem) {
            try await open(with: passphrase, lockings)
            // At the start there is the record of the start.
            if caller != nil { context.audit.record(event) }
        } catch {
            context.audit.record(event.failed(error))
            throw .staysSealed(error)
        }
    }

    private func open(with passphrase: Secret?, _ lockings: Int) async throws(SealProblem) {
        let resolved: (report: IntentRecovery.Report, urgent: [Grant])
        do throws(SealProblem) {
            try await mechanism.open(with: passphrase)
            resolved = try await resolveIntents()
        } catch {
            mechanism.lock()
            state.withLock { $0.tryFailed(error, at: context.clock.monotonicMilliseconds()) }
            throw error
        }
        let isOpen = state.withLock { state in
            guard state.trySucceeded(lockings: lockings) else { return false }
            context.cache.reopen()
            refresher.resume()
            gate.open()
            return true
        }
        guard isOpen else {
            mechanism.lock()
            throw Self.lockedByOperator
        }
        await observer.withLock(\.self)?.opened(resolved.report, resolved.urgent)
    }

    /// Nothing of the time before may be under way while its intents are judged.
    private func resolveIntents() async throws(SealProblem) -> (report: IntentRecovery.Report, urgent: [Grant]) {
        await refresher.idle()
        do throws(VaultError) {
            try await settle()
            return try await recovery.resolve()
        } catch {
            throw SealProblem(
                .failed,
                "what the last run or a restore left could not be gone through; look at the store")
        }
    }
}

extension AuditEvent {
    fileprivate func failed(_ problem: SealProblem) -> AuditEvent {
        var event = self
        event.outcome = .failed
        event.reason = problem.reason.rawValue
        return event
    }
}
