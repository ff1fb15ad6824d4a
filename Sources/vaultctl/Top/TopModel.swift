import VaultClient

/// What `vaultctl top` shows, as figures; worked out from what the daemon told, without a clock or a terminal.
struct TopModel: Equatable {
    struct Work: Equatable {
        var name: String
        var perSecond: Double
        var failedPerSecond: Double
        var median: Quantile?
        var slow: Quantile?
    }

    struct Provider: Equatable {
        var breaker: String
        var inFlight: Double
        var refreshes: Work
    }

    var version: String
    var status: String
    var problems: [String]
    var uptimeSeconds: Int64
    /// What rates are over, and whether the daemon was started anew in it.
    var seconds: Double
    var isRestarted: Bool
    var requests: Work
    var deniedPerSecond: Double
    /// nil where nothing was asked for that may be in memory.
    var hitRatio: Double?
    var inFlight: Double
    var connections: Double
    /// The busiest first.
    var methods: [Work]
    var providers: [Provider]
    /// nil where the daemon could not count.
    var grantsReauth: Double?
    var grantsExpiring: Double?
    var pendingRevocations: Double?
    var keyAgeSeconds: Double?
    /// How many there are in each state.
    var keys: [String: Double]
    var auditLagSeconds: Double
    var isAuditFailing: Bool
    var auditPerSecond: Double
    var residentBytes: Double
    /// Of one processor.
    var processorShare: Double

    init(_ change: MetricChange, _ health: DaemonHealth, now: Int64) {
        let after = change.after
        version = after.values(of: "version", in: "vaultd_build_info").first ?? "?"
        status = health.status
        problems = health.problems
        uptimeSeconds = max(0, now - Int64(after.sum("vaultd_start_time_seconds") ?? Double(now)))
        seconds = change.seconds
        isRestarted = change.isRestarted
        requests = Self.work("all", change)
        deniedPerSecond = change.rate("vaultd_denied_requests_total")
        let hits = change.increase("vaultd_cache_hits_total")
        let asked = hits + change.increase("vaultd_cache_misses_total")
        hitRatio = asked > 0 ? hits / asked : nil
        inFlight = after.sum("vaultd_requests_in_flight") ?? 0
        connections = after.sum("vaultd_open_connections") ?? 0
        methods = after.values(of: "method", in: "vaultd_requests_total")
            .map { Self.work($0, change, ["method": $0]) }.filter { $0.perSecond > 0 }
            .sorted { ($1.perSecond, $0.name) < ($0.perSecond, $1.name) }
        providers = after.values(of: "provider", in: "vaultd_provider_breaker_state").map {
            Self.provider($0, change)
        }
        grantsReauth = after.sum("vaultd_grants_reauth_required")
        grantsExpiring = after.sum("vaultd_grants_expiring")
        pendingRevocations = after.sum("vaultd_pending_revocations")
        keyAgeSeconds = after.sum("vaultd_key_age_seconds")
        keys = after.all("vaultd_master_keys").reduce(into: [:]) { keys, series in
            if let state = series.labels["state"] { keys[state] = series.value }
        }
        auditLagSeconds = after.sum("vaultd_audit_lag_seconds") ?? 0
        isAuditFailing = after.sum("vaultd_audit_failing") ?? 0 > 0
        auditPerSecond = change.rate("vaultd_audit_events_total")
        residentBytes = after.sum("vaultd_resident_memory_bytes") ?? 0
        processorShare = change.rate("vaultd_cpu_seconds_total")
    }

    private static func work(_ name: String, _ change: MetricChange, _ labels: [String: String] = [:]) -> Work {
        let (total, good) = (
            change.rate("vaultd_requests_total", labels),
            change.rate("vaultd_requests_total", labels.merging(["outcome": "ok"]) { $1 })
        )
        let duration = "vaultd_request_duration_seconds"
        return Work(
            name: name, perSecond: total, failedPerSecond: max(0, total - good),
            median: change.quantile(0.5, duration, labels), slow: change.quantile(0.99, duration, labels))
    }

    private static func provider(_ name: String, _ change: MetricChange) -> Provider {
        let labels = ["provider": name]
        let state = change.after.all("vaultd_provider_breaker_state").first {
            $0.labels["provider"] == name && $0.value > 0
        }
        let total = change.rate("vaultd_provider_refreshes_total", labels)
        let good = change.rate("vaultd_provider_refreshes_total", ["provider": name, "result": "refreshed"])
        let duration = "vaultd_provider_refresh_duration_seconds"
        return Provider(
            breaker: state?.labels["state"] ?? "?",
            inFlight: change.after.sum("vaultd_provider_refreshes_in_flight", labels) ?? 0,
            refreshes: Work(
                name: name, perSecond: total, failedPerSecond: max(0, total - good),
                median: change.quantile(0.5, duration, labels), slow: change.quantile(0.99, duration, labels)))
    }
}
