/// Every metric that the vault tells, by its name; whatever is exposed is one of these, so that its documentation, the dashboard
/// and the rules can be checked against this list (`Docs/metrics.md`).
package enum Metric: String, CaseIterable, Sendable {
    case buildInfo = "vaultd_build_info"
    case startTime = "vaultd_start_time_seconds"
    case sealed = "vaultd_sealed"

    case requests = "vaultd_requests_total"
    case requestDuration = "vaultd_request_duration_seconds"
    case deniedRequests = "vaultd_denied_requests_total"
    case cacheHits = "vaultd_cache_hits_total"
    case cacheMisses = "vaultd_cache_misses_total"
    case cachedTokens = "vaultd_cached_tokens"
    case cachedSessions = "vaultd_cached_sessions"
    case openConnections = "vaultd_open_connections"
    case requestsInFlight = "vaultd_requests_in_flight"

    case tokensMinted = "vaultd_tokens_minted_total"
    case refreshes = "vaultd_provider_refreshes_total"
    case refreshesInFlight = "vaultd_provider_refreshes_in_flight"
    case refreshDuration = "vaultd_provider_refresh_duration_seconds"
    case breakerState = "vaultd_provider_breaker_state"
    case heldBack = "vaultd_provider_held_back_total"
    case upstreamRevocations = "vaultd_provider_revocations_total"

    case lostRotations = "vaultd_lost_rotations_total"
    case reauthRequired = "vaultd_reauth_required_total"
    case reuseDetected = "vaultd_reuse_detected_total"
    case grantsReauth = "vaultd_grants_reauth_required"
    case grantsExpiring = "vaultd_grants_expiring"
    case pendingRevocations = "vaultd_pending_revocations"

    case keyAge = "vaultd_key_age_seconds"
    case masterKeys = "vaultd_master_keys"

    case auditEvents = "vaultd_audit_events_total"
    case auditWriteDuration = "vaultd_audit_write_duration_seconds"
    case auditLag = "vaultd_audit_lag_seconds"
    case auditFailing = "vaultd_audit_failing"
    case auditRecordsLost = "vaultd_audit_records_lost_total"
    case sinkRecords = "vaultd_audit_sink_records_total"
    case sinkRecordsLost = "vaultd_audit_sink_records_lost_total"
    case sinkFailing = "vaultd_audit_sink_failing"
    case alerts = "vaultd_alerts_total"

    case storeCommitDuration = "vaultd_store_commit_duration_seconds"
    case storeCommitWrites = "vaultd_store_commit_writes"
    case storeBytes = "vaultd_store_bytes"
    case storeLogBytes = "vaultd_store_wal_bytes"
    case storeWaitingWrites = "vaultd_store_waiting_writes"
    case storeIdleReaders = "vaultd_store_idle_readers"

    case residentMemory = "vaultd_resident_memory_bytes"
    case openDescriptors = "vaultd_open_fds"
    case processorTime = "vaultd_cpu_seconds_total"
}
