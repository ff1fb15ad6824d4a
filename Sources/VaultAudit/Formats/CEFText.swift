import VaultCore
import VaultJSON

/// A record as ArcSight's Common Event Format, version 0: seven fields and a list of keys of its dictionary, one line.
enum CEFText {
    static func bytes(_ record: AuditRecord, _ members: JSONValue) -> [UInt8] {
        let severity = RecordSeverity(record.kind, record.outcome)
        let name = record.kind.rawValue.split(separator: "_").joined(separator: " ")
        let head = ["CEF:0", "vaultd", "vaultd", "1", record.kind.rawValue, name, "\(scale(severity))"]
        var pairs = [
            ("rt", "\(RecordText.milliseconds(record))"), ("externalId", "\(record.sequence)"),
            ("outcome", record.outcome.rawValue),
        ]
        for (member, key) in keys {
            guard let value = members[member] else { continue }
            pairs.append((key, text(value)))
        }
        for (index, member) in custom.enumerated() {
            guard let value = members[member] else { continue }
            pairs += [("cs\(index + 1)Label", member), ("cs\(index + 1)", text(value))]
        }
        let extensions = pairs.map { "\($0.0)=\(escaped($0.1, "="))" }.joined(separator: " ")
        return Array((head.map { escaped($0, "|") } + [extensions]).joined(separator: "|").utf8)
    }

    /// Members that the dictionary has a key for.
    static let keys = [
        ("client", "suser"), ("uid", "suid"), ("pid", "spid"), ("executable", "sproc"), ("method", "act"),
        ("subject", "duser"), ("reason", "reason"), ("lost", "cnt"), ("count", "cnt"),
    ]
    /// Members for which it has none: its six custom texts.
    static let custom = ["provider", "grant", "scopes", "token", "session", "rule"]

    private static func text(_ value: JSONValue) -> String {
        value.string ?? value.integer.map(String.init)
            ?? (value.elements?.compactMap(\.string).joined(separator: " ") ?? "")
    }

    /// A backslash before a backslash and before what would end the field; a newline as such.
    static func escaped(_ text: String, _ end: Character) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            default:
                if Character(character) == end { escaped += "\\" }
                escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private static func scale(_ severity: RecordSeverity) -> Int {
        switch severity {
        case .informational: 1
        case .low: 3
        case .medium: 5
        case .high: 8
        case .critical: 10
        }
    }
}
