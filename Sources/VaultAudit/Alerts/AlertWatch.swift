import VaultCore
import VaultJSON

/// Decides, record by record in their order, which rules fire. It goes by the records' own times and knows no clock.
struct AlertWatch {
    private let settings: AlertSettings
    private var tokens = MinuteCounts()
    private var denials = MinuteCounts()
    private var revocations = MinuteCounts()
    /// Until when a rule does not fire for the same again, in seconds.
    private var held: [String: Int64] = [:]
    /// Which client has used which provider.
    private(set) var known: Set<String>

    /// - Parameter known: uses that are no first ones, as `use` writes them.
    init(_ settings: AlertSettings, known: Set<String> = []) {
        self.settings = settings
        self.known = known
    }

    static func use(client: String, provider: String) -> String { "\(client) \(provider)" }

    /// What fires with this record, but for what fired for the same within the cooldown.
    mutating func take(_ record: AuditRecord) -> [Alert] {
        let seconds = RecordText.milliseconds(record) / 1_000
        return candidates(record, seconds).filter { alert in
            guard settings.rules.contains(alert.rule) else { return false }
            let key = "\(alert.rule.rawValue)\n\(alert.key)"
            if let until = held[key], seconds < until { return false }
            held[key] = seconds + settings.cooldownSeconds
            if held.count > 10_000 { held = held.filter { $0.value > seconds } }
            return true
        }
    }

    private mutating func candidates(_ record: AuditRecord, _ seconds: Int64) -> [Alert] {
        switch record.kind {
        case .decision where record.outcome == .deny, .connectionUnmatched: denied(record, seconds)
        case .decision, .tokenServed: served(record, seconds)
        case .reauthRequired: reauthRequired(record)
        case .grantRevoked, .sessionEnded, .subjectRevoked, .subjectDisabled: revoked(record, seconds)
        case .sealed, .unsealed, .resealed, .masterKeyDestroyed, .storeRestored:
            isQuiet(seconds) ? [alert(.sealOddHours, record)] : []
        case .sessionReused: [alert(.refreshTokenReuse, record)]
        default: RecordSeverity(record.kind, record.outcome) == .critical ? [alert(.severe, record)] : []
        }
    }

    private mutating func denied(_ record: AuditRecord, _ seconds: Int64) -> [Alert] {
        // Only who it is about, so that an attempt at each subject is one alert.
        let client = record.members?["client"]?.string ?? "unmatched"
        let count = denials.add(client, at: seconds)
        guard count == settings.denialsPerMinute else { return [] }
        return [
            Alert(
                rule: .deniedEscalation, sequence: record.sequence, client: client, cause: record.kind.rawValue,
                count: count)
        ]
    }

    private mutating func served(_ record: AuditRecord, _ seconds: Int64) -> [Alert] {
        guard let members = record.members, members["method"]?.isString("token.get") == true,
            let client = members["client"]?.string, let provider = members["provider"]?.string
        else { return [] }
        var alerts: [Alert] = []
        if known.insert(Self.use(client: client, provider: provider)).inserted {
            alerts.append(
                Alert(
                    rule: .firstUse, sequence: record.sequence, client: client, provider: provider,
                    cause: record.kind.rawValue, count: 1))
        }
        // A served token has a decision beside it; one of them counts.
        guard members["token"] != nil else { return alerts }
        let count = tokens.add(client, at: seconds)
        if count == settings.tokensPerMinute + 1 {
            alerts.append(
                Alert(
                    rule: .tokenBurst, sequence: record.sequence, client: client, cause: record.kind.rawValue,
                    count: count))
        }
        return alerts
    }

    private func reauthRequired(_ record: AuditRecord) -> [Alert] {
        switch record.members?["reason"]?.string.flatMap(ReauthReason.init) {
        case .refreshTokenRefused: [alert(.refreshTokenReuse, record)]
        case .lostRotation: [alert(.lostRotation, record)]
        default: []
        }
    }

    private mutating func revoked(_ record: AuditRecord, _ seconds: Int64) -> [Alert] {
        let count = revocations.add("", at: seconds)
        guard count == settings.revocationsPerMinute else { return [] }
        return [Alert(rule: .massRevocation, sequence: record.sequence, cause: record.kind.rawValue, count: count)]
    }

    private func isQuiet(_ seconds: Int64) -> Bool {
        settings.quietHours.contains(hour: Int(seconds / 3_600 % 24))
    }

    private func alert(_ rule: AlertRule, _ record: AuditRecord) -> Alert {
        let members = record.members
        return Alert(
            rule: rule, sequence: record.sequence, client: members?["client"]?.string,
            subject: members?["subject"]?.string, provider: members?["provider"]?.string,
            grant: members?["grant"]?.string, cause: record.kind.rawValue, count: 1)
    }
}
