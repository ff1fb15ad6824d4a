extension Metric {
    /// The one table of what is exposed; `Docs/metrics.md` is made from it.
    package var declaration: MetricDeclaration {
        switch self {
        case .buildInfo: .gauge("Always 1; its label tells which vaultd runs.", .version)
        case .startTime: .gauge("When the daemon started, in seconds since 1970.")
        case .sealed: .gauge("1 while the vault is sealed and hands nothing out, else 0.")
        case .requests: .counter("Requests that were answered, those from memory among them.", .method, .outcome)
        case .requestDuration:
            .histogram(
                "Time from when a request was read until it was answered; of one from memory, the whole round of its loop.",
                .latency, .method)
        case .deniedRequests: .counter("Requests that the policy denied.", .method)
        case .cacheHits: .counter("Requests that were answered on their loop from memory.", .cache)
        case .cacheMisses: .counter("token.get and session.lookup that took more than that, errors among them.", .cache)
        case .cachedTokens: .gauge("Access tokens that are kept in memory.")
        case .cachedSessions: .gauge("Sessions that are kept in memory.")
        case .openConnections: .gauge("Connections that are open.", .socket)
        case .requestsInFlight: .gauge("Requests that wait for the disk or a provider.", .socket)
        case .tokensMinted: .counter("Access tokens that a provider minted and that were stored.", .provider)
        case .refreshes: .counter("Refreshes that were asked of a provider, by what they came to.", .provider, .result)
        case .refreshesInFlight: .gauge("Refreshes whose answer is waited for.", .provider)
        case .refreshDuration: .histogram("Time until a provider's answer to a refresh.", .latency, .provider)
        case .breakerState: .gauge("1 for the state that the provider's breaker is in, else 0.", .provider, .state)
        case .heldBack: .counter("How often it was begun not to ask a provider any more for a while.", .provider)
        case .upstreamRevocations: .counter("Revocations that were asked of a provider.", .provider, .result)
        case .lostRotations:
            .counter("Grants that need re-authentication because the answer with their next refresh token was lost.")
        case .reauthRequired:
            .counter(
                "Grants that came to need re-authentication; refresh_token_refused may be reuse.", .provider, .reason)
        case .reuseDetected: .counter("A handle came back that had been replaced: two hold it.", .what)
        case .grantsReauth:
            .gauge("Grants whose refresh token is dead, by refusal or by age; counted once in 30 seconds at most.")
        case .grantsExpiring:
            .gauge("Grants whose refresh token dies within 7 days; counted once in 30 seconds at most.")
        case .pendingRevocations: .gauge("Refresh tokens still to be revoked at their providers.")
        case .keyAge: .gauge("How long the active master key has been active.")
        case .masterKeys: .gauge("Master keys by state, those that are destroyed among them.", .state)
        case .auditEvents: .counter("Events that were put into the audit log.", .kind, .outcome)
        case .auditWriteDuration: .histogram("Time of a write of records to the audit log.")
        case .auditLag:
            .gauge("How long the audit log has not been writable with records waiting; 0 while it takes them.")
        case .auditFailing:
            .gauge("1 while the audit log cannot be written and so nothing secret is handed out, else 0.")
        case .auditRecordsLost: .counter("Records that the audit log could not keep.")
        case .sinkRecords: .counter("Copies of audit records that a sink took.", .sink)
        case .sinkRecordsLost: .counter("Copies of audit records that a sink will not get.", .sink)
        case .sinkFailing: .gauge("1 while a sink takes no copies of audit records, else 0.", .sink)
        case .alerts: .counter("Alerts of the watcher, those held back by the cooldown not among them.", .rule)
        case .storeCommitDuration:
            .histogram("Time of a transaction of the store, from its first write until it is durable.")
        case .storeCommitWrites: .histogram("Writes that shared one transaction of the store.", .counts)
        case .storeBytes: .gauge("Size of the database file.")
        case .storeLogBytes: .gauge("Pages of the write-ahead log that are not yet in the database file, in bytes.")
        case .storeWaitingWrites: .gauge("Writes that wait for the store's writer.")
        case .storeIdleReaders: .gauge("Connections to the store that are kept for the next reads.")
        case .residentMemory: .gauge("Resident memory of the process.")
        case .openDescriptors: .gauge("File descriptors that the process has open.")
        case .processorTime: .counter("Time of processors that the process has used, in user and kernel mode.")
        }
    }
}
