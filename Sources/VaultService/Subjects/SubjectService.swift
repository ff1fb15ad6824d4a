package import VaultCore

/// The use cases that concern one subject as a whole: show, revoke, disable, enable.
package struct SubjectService: Sendable {
    private static let providersAtOnce = 8
    /// For so long a call waits for providers; what is not told them by then is done from the queue.
    private static let patienceMilliseconds: Int64 = 15_000

    private let context: ServiceContext
    private let store: any SubjectStore
    private let grants: GrantService
    private let sessions: SessionService
    private let pause: Pause

    package init(grants: GrantService, sessions: SessionService, pause: @escaping Pause = systemPause) {
        context = grants.context
        store = context.subjects
        self.grants = grants
        self.sessions = sessions
        self.pause = pause
    }

    package func facts(of subject: Subject) throws(VaultError) -> SubjectFacts {
        try context.stored { () throws(StoreFailure) in try store.facts(of: subject) }
    }

    /// Ends all that the vault holds of the subject: sessions, delegations and grants in one durable step, and then the refresh
    /// tokens at their providers.
    ///
    /// - Parameter disables: also lets nothing new of it in.
    package func end(
        _ subject: Subject, disables: Bool, caller: Caller
    ) async throws(VaultError) -> SubjectReceipt {
        let method: Method = disables ? .subjectDisable : .subjectRevoke
        sessions.cache.changeAll()
        defer { sessions.cache.changedAll() }
        let ended = try await context.storing { () async throws(StoreFailure) in
            try await store.end(subject, disables: disables, at: context.clock.now()) { ended in
                [Self.event(disables ? .subjectDisabled : .subjectRevoked, subject, caller, method)]
                    + ended.sessions.map { SessionService.ended($0, subject, "subject_ended", caller, method) }
            }
        }
        let standing = context.letGoOfEndedGrants(of: subject)
        let lines = await finish(standing, Origin(caller: caller, method: method))
        return SubjectReceipt(
            subject: subject, isDisabled: try facts(of: subject).disabledAt != nil, sessions: ended.sessions.count,
            delegations: ended.delegations, grants: lines)
    }

    /// - Returns: what there is of it now; also where it was not disabled.
    package func enable(_ subject: Subject, caller: Caller) async throws(VaultError) -> SubjectFacts {
        let event = Self.event(.subjectEnabled, subject, caller, .subjectEnable)
        _ = try await context.storing { () async throws(StoreFailure) in
            try await store.enable(subject, telling: [event])
        }
        return try facts(of: subject)
    }

    /// What cannot be finished in time, or not now, is left to `EndedGrantWork`.
    private func finish(_ ended: [Grant], _ origin: Origin) async -> [SubjectReceipt.Line] {
        let patience = Flight<Void>()
        let timer = Task { [pause] in
            await pause(Self.patienceMilliseconds)
            patience.land(())
        }
        defer { timer.cancel() }
        let lines = await forEach(ended, atMost: Self.providersAtOnce) { [grants] grant in
            guard !patience.hasLanded else { return SubjectReceipt.Line(of: grant, .queued) }
            do throws(VaultError) {
                return SubjectReceipt.Line(of: grant, try await grants.finish(grant, origin) ?? .queued)
            } catch {
                return SubjectReceipt.Line(of: grant, .queued)
            }
        }
        context.endedGrants.call()
        return lines.sorted { $0.id < $1.id }
    }

    private static func event(
        _ kind: AuditEvent.Kind, _ subject: Subject, _ caller: Caller, _ method: Method
    ) -> AuditEvent {
        AuditEvent(kind, .done, caller: caller, method: method, subject: subject)
    }
}
