import VaultAudit
import VaultCommandLine
import VaultCore
import VaultServer
import VaultService
import VaultStorage

/// All metrics of the daemon as they are now. Asking costs some locks for microseconds and at most twice a minute some counts
/// of the store, so it is never done on a loop that serves.
struct MetricsReport: Sendable {
    let store: SQLiteStore
    let context: ServiceContext
    let gate: SealGate
    let admission: Admission
    let calls: CallMeter
    let trail: MeteredAudit
    let log: AuditLog
    let provider: MeteredProvider
    let sessions: SessionCache
    let counts: StoreCounts
    let startedAt: Timestamp
    let followers: LogFollowers

    func exposition() -> Exposition {
        var exposition = Exposition()
        exposition.add(.buildInfo, [ProductVersion.current], 1)
        exposition.add(.startTime, thousandths: startedAt.milliseconds)
        exposition.add(.sealed, [], gate.isClosed)
        let providers = context.settings.providers.map(\.name)
        tellRequests(to: &exposition)
        trail.events.tell(to: &exposition, providers: providers, served: calls.served)
        provider.tell(to: &exposition, providers: providers)
        tellBreakers(of: providers, to: &exposition)
        tellAudit(to: &exposition)
        tellStore(to: &exposition)
        tellKeys(to: &exposition)
        ProcessFigures().tell(to: &exposition)
        return exposition
    }

    private func tellRequests(to exposition: inout Exposition) {
        calls.tell(to: &exposition)
        exposition.add(.cachedTokens, [], context.cache.count)
        exposition.add(.cachedSessions, [], sessions.count)
        for socket in [SocketRole.workload, .admin] {
            let usage = admission.usage(of: socket)
            exposition.add(.openConnections, [socket.rawValue], usage.connections)
            exposition.add(.requestsInFlight, [socket.rawValue], usage.inFlight)
        }
    }

    private func tellBreakers(of providers: [ProviderName], to exposition: inout Exposition) {
        for provider in providers {
            let state = context.breakers.state(of: provider).word
            for word in ProviderStanding.words {
                exposition.add(.breakerState, [provider.text, word], word == state)
            }
        }
    }

    private func tellAudit(to exposition: inout Exposition) {
        let failing = trail.failingMilliseconds
        exposition.add(.auditWriteDuration, [], trail.writes.snapshot)
        exposition.add(.auditLag, thousandths: failing ?? 0)
        exposition.add(.auditFailing, [], failing != nil)
        exposition.add(.auditRecordsLost, [], log.losses())
        for sink in followers.sinks {
            let name = sink.settings.name.text
            exposition.add(.sinkRecords, [name], sink.tally.sent)
            exposition.add(.sinkRecordsLost, [name], sink.tally.lost)
            exposition.add(.sinkFailing, [name], sink.tally.isFailing)
        }
        guard let alerts = followers.alerts else { return }
        for rule in AlertRule.allCases { exposition.add(.alerts, [rule.rawValue], alerts.count(of: rule)) }
    }

    private func tellStore(to exposition: inout Exposition) {
        let figures = store.figures
        exposition.add(.storeCommitDuration, [], figures.commitTimes)
        exposition.add(.storeCommitWrites, [], figures.commitSizes)
        exposition.add(.storeBytes, [], figures.databaseBytes)
        exposition.add(.storeLogBytes, [], figures.logBytes)
        exposition.add(.storeWaitingWrites, [], figures.waitingWrites)
        exposition.add(.storeIdleReaders, [], figures.idleReaders)
        // What cannot be counted has no series: a wrong number would be worse.
        guard let counted = counts.counted() else { return }
        exposition.add(.grantsReauth, [], counted.dead)
        exposition.add(.grantsExpiring, [], counted.dying)
        exposition.add(.pendingRevocations, [], counted.pendingRevocations)
    }

    private func tellKeys(to exposition: inout Exposition) {
        guard let keys = try? store.masterKeys() else { return }
        for state in MasterKeyState.allCases {
            exposition.add(.masterKeys, [state.rawValue], keys.count { $0.state == state })
        }
        guard let active = keys.first(where: { $0.state == .active }) else { return }
        let since = active.activatedAt ?? active.createdAt
        exposition.add(.keyAge, thousandths: context.clock.now().milliseconds - since.milliseconds)
    }
}
