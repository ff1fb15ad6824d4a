import VaultJSON

extension TopModel {
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("version", version)
            writer.member("status", status)
            writer.member("problems", problems)
            writer.member("uptime_seconds", uptimeSeconds)
            writer.member("seconds", seconds)
            writer.member("restarted", isRestarted)
            writer.member("requests", object: { Self.write(requests, to: &$0) })
            writer.member("denied_per_second", deniedPerSecond)
            writeFigures(to: &writer)
            writer.member(
                "methods",
                array: { writer in
                    for method in methods {
                        writer.object { writer in
                            writer.member("method", method.name)
                            Self.write(method, to: &writer)
                        }
                    }
                })
            writer.member(
                "providers",
                array: { writer in
                    for provider in providers {
                        writer.object { writer in
                            writer.member("provider", provider.refreshes.name)
                            writer.member("breaker", provider.breaker)
                            writer.member("in_flight", Int64(provider.inFlight))
                            Self.write(provider.refreshes, to: &writer)
                        }
                    }
                })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func writeFigures(to writer: inout JSONWriter) {
        if let hitRatio { writer.member("hit_ratio", hitRatio) }
        writer.member("in_flight", Int64(inFlight))
        writer.member("connections", Int64(connections))
        if let grantsReauth { writer.member("grants_reauth_required", Int64(grantsReauth)) }
        if let grantsExpiring { writer.member("grants_expiring", Int64(grantsExpiring)) }
        if let pendingRevocations { writer.member("pending_revocations", Int64(pendingRevocations)) }
        if let keyAgeSeconds { writer.member("key_age_seconds", Int64(keyAgeSeconds)) }
        writer.member(
            "keys",
            object: { writer in
                for (state, count) in keys.sorted(by: { $0.key < $1.key }) { writer.member(state, Int64(count)) }
            })
        writer.member("audit_per_second", auditPerSecond)
        writer.member("audit_lag_seconds", auditLagSeconds)
        writer.member("audit_failing", isAuditFailing)
        writer.member("resident_bytes", Int64(residentBytes))
        writer.member("processor_share", processorShare)
    }

    private static func write(_ work: Work, to writer: inout JSONWriter) {
        writer.member("per_second", work.perSecond)
        writer.member("failed_per_second", work.failedPerSecond)
        // Beyond the last bound of the histogram only that bound is known.
        if let median = work.median { writer.member("p50_seconds", median.seconds) }
        if let slow = work.slow { writer.member("p99_seconds", slow.seconds) }
    }
}
