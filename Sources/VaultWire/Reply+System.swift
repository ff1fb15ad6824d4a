import VaultCore
import VaultJSON

extension ListedProvider {
    /// What a client may know: nothing about the client registration.
    func write(to writer: inout JSONWriter) {
        writer.member("name", settings.name.text)
        if let issuer = settings.issuer { writer.member("issuer", issuer) }
        writer.member("rotation", settings.rotation.word)
        if case .rotatesWithGrace(let seconds) = settings.rotation { writer.member("rotation_grace_seconds", seconds) }
        writer.member("narrowing", settings.narrowing.rawValue)
        writer.member("breaker", standing.word)
        if let cause = standing.cause { writer.member("reason", cause.word) }
        if let code = standing.cause?.providerError { writer.member("provider_error", code.text) }
        if case .open(_, let milliseconds) = standing { writer.member("retry_after_ms", milliseconds) }
    }
}

extension RotationRule {
    static let words = ["none", "rotates", "rotates_with_grace", "old_stays_valid", "revokes_family_on_reuse"]

    fileprivate var word: String {
        switch self {
        case .none: Self.words[0]
        case .rotates: Self.words[1]
        case .rotatesWithGrace: Self.words[2]
        case .oldStaysValid: Self.words[3]
        case .revokesFamilyOnReuse: Self.words[4]
        }
    }
}

extension ProviderProbe {
    func write(of provider: ProviderName, to writer: inout JSONWriter) {
        writer.member("provider", provider.text)
        writer.member("reachable", reachable)
        if let tokenEndpoint { writer.member("token_endpoint", tokenEndpoint) }
        if let revocationEndpoint { writer.member("revocation_endpoint", revocationEndpoint) }
        if let clockDifferenceSeconds { writer.member("clock_difference_seconds", clockDifferenceSeconds) }
        writer.member("credentials", credentials.word)
        if case .refused(let code?) = credentials { writer.member("provider_error", code.text) }
        writer.member("problems", problems)
    }
}

extension HealthReport {
    func write(to writer: inout JSONWriter) {
        writer.member("status", status.rawValue)
        // Whoever can answer lives.
        writer.member("live", true)
        writer.member("ready", isReady)
        writer.member("problems", problems.map(\.text))
        writer.member(
            "reasons",
            array: { writer in
                for problem in problems {
                    writer.object { writer in
                        writer.member("code", problem.code.rawValue)
                        writer.member("text", problem.text)
                    }
                }
            })
        writer.member("pending_revocations", pendingRevocations)
    }
}

extension Diagnosis {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "findings",
            array: { writer in
                for finding in findings {
                    writer.object { writer in
                        writer.member("check", finding.check.rawValue)
                        writer.member("state", finding.state.rawValue)
                        writer.member("text", finding.text)
                        if let remedy = finding.remedy { writer.member("remedy", remedy) }
                    }
                }
            })
        writer.member("sqlite", sqlite)
        writer.member("libsodium", libsodium)
        if let activeKey {
            writer.member("master_key", activeKey.version.number)
            writer.member("master_key_since", activeKey.since.seconds)
        }
        if let backupAt { writer.member("backup_at", backupAt.seconds) }
    }
}

extension BackupReport {
    func write(to writer: inout JSONWriter) {
        writer.member("file", path)
        writer.member("created_at", createdAt.seconds)
        writer.member("store", storeID)
        writer.member(
            "master_keys",
            array: { writer in
                for version in masterKeys { writer.integer(version.number) }
            })
        writer.member("grants", grants)
        writer.member("pending_revocations", pendingRevocations)
        writer.member("bytes", bytes)
    }
}

extension SystemInfo {
    func write(to writer: inout JSONWriter) {
        writer.member("version", version)
        writer.member("protocol", WireVersion.current)
        writer.member("pid", pid)
        writer.member("started_at", startedAt.seconds)
        writer.member("uptime_seconds", uptimeSeconds)
        writer.member("connections", connections)
        writer.member("in_flight", inFlight)
        writer.member("providers", providers)
        if isDevelopment { writer.member("development", true) }
        if let backup {
            writer.member("backup_done_bytes", backup.done)
            writer.member("backup_total_bytes", backup.total)
        }
    }
}

/// The version of the protocol: the first number changes when a caller must change, the second when something is added.
package enum WireVersion {
    package static let current = "1.0"
}
