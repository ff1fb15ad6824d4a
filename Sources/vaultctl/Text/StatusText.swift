import VaultClient
import VaultCommandLine

/// The vault on one screen: first whether it is fit to serve and why not, then its figures.
struct StatusText {
    let health: DaemonHealth
    let info: DaemonInfo
    let more: OperatorStatus
    let now: Int64

    func text(isColored: Bool) -> String {
        "vaultd \(TextTable.harmless(info.version)) is \(word(isColored)): "
            + "protocol \(TextTable.harmless(info.protocolVersion)), pid \(info.pid), up \(TimeText.span(info.uptimeSeconds))\n"
            + (info.isDevelopment ? "- DEVELOPMENT MODE: guests may be let in; keep no real user's token here\n" : "")
            + health.problems.map { "- \(TextTable.harmless($0))\n" }.joined() + details.text()
    }

    private var details: Details {
        var details = Details()
        details.add("ready", ready)
        details.add("audit log", more.audit.map(Self.audit))
        details.add("master key", more.diagnosis.flatMap(masterKey))
        details.add("newest backup", more.diagnosis.map(backup))
        details.add("providers", providers)
        details.add("connections", "\(info.connections)")
        details.add("calls in flight", "\(info.inFlight)")
        details.add("revocations left", "\(health.pendingRevocations)")
        return details
    }

    private var ready: String {
        if health.isReady { return "yes" }
        let codes = health.reasons.map(\.code).joined(separator: ", ")
        return codes.isEmpty ? "no" : "no (\(codes))"
    }

    private static func audit(_ audit: AuditStandingRecord) -> String {
        "\(audit.sequence) records, sealed up to \(audit.sealed)" + (audit.isFailing ? ", CANNOT BE WRITTEN" : "")
    }

    private func masterKey(_ diagnosis: DiagnosisRecord) -> String? {
        guard let version = diagnosis.masterKey, let since = diagnosis.masterKeySince else { return nil }
        return "\(version), active for \(TimeText.span(max(0, now - since)))"
    }

    private func backup(_ diagnosis: DiagnosisRecord) -> String {
        diagnosis.backupAt.map { "\(TimeText.span(max(0, now - $0))) ago" } ?? "none known"
    }

    private var providers: String {
        let held = health.reasons.count { $0.code == "provider_held_back" }
        return "\(info.providers)" + (held > 0 ? ", \(held) held back" : "")
    }

    private func word(_ isColored: Bool) -> String {
        let word = TextTable.harmless(health.status)
        guard isColored else { return word }
        let color =
            switch health.status {
            case "ok": "32"
            case "degraded": "33"
            default: "31"
            }
        return "\u{1B}[\(color)m\(word)\u{1B}[0m"
    }
}
