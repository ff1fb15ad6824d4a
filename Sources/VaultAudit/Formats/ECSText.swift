import VaultCore
import VaultJSON

/// A record by the Elastic Common Schema: what the schema has a field for stands there, and all of it, as in the log, below `vaultd`.
enum ECSText {
    private static let version = "8.11.0"

    static func bytes(_ record: AuditRecord, _ members: JSONValue, host: String) -> [UInt8] {
        let (category, type) = categories(record.kind)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("@timestamp", record.time)
            writer.member("ecs") { $0.member("version", version) }
            writer.member("event") { event in
                event.member("kind", record.kind.isFinding ? "alert" : "event")
                event.member("category", [category])
                event.member("type", [type, isRefused(record) ? "denied" : "allowed"])
                event.member("action", record.kind.rawValue)
                event.member("outcome", isRefused(record) ? "failure" : "success")
                event.member("provider", "vaultd")
                event.member("sequence", record.sequence)
                event.member("severity", RecordSeverity(record.kind, record.outcome).rawValue)
                if let reason = members["reason"]?.string { event.member("reason", reason) }
            }
            writer.member("service") { service in
                service.member("name", "vaultd")
                service.member("type", "vaultd")
            }
            writer.member("host") { $0.member("hostname", host) }
            if let subject = members["subject"]?.string { writer.member("user") { $0.member("name", subject) } }
            if members["pid"] != nil { writer.member("process") { process(members, to: &$0) } }
            writer.member("vaultd") { all in
                for member in members.members.map({ Array($0) }) ?? [] {
                    guard let name = member.name.string, !["time", "kind", "mac"].contains(name) else { continue }
                    all.name(name)
                    member.value.withRawBytes { all.raw(bytes: $0) }
                }
            }
        }
        return writer.bytes
    }

    private static func process(_ members: JSONValue, to writer: inout JSONWriter) {
        if let pid = members["pid"]?.integer { writer.member("pid", pid) }
        if let program = members["executable"]?.string { writer.member("executable", program) }
        if let client = members["client"]?.string { writer.member("name", client) }
        if let uid = members["uid"]?.integer { writer.member("user") { $0.member("id", "\(uid)") } }
    }

    private static func isRefused(_ record: AuditRecord) -> Bool {
        record.outcome == .deny || record.outcome == .failed
    }

    /// Of the schema's closed lists for `event.category` and `event.type`.
    private static func categories(_ kind: AuditEvent.Kind) -> (category: String, type: String) {
        switch OCSFClass(kind) {
        case .accountChange: ("iam", "change")
        case .authentication: ("authentication", kind == .sessionEnded ? "end" : "start")
        case .authorizeSession: ("iam", "admin")
        case .entityManagement: ("configuration", "change")
        case .detectionFinding: ("intrusion_detection", "indicator")
        case .applicationLifecycle: ("process", "info")
        case .apiActivity: ("api", "access")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ object: (inout JSONWriter) -> Void) {
        member(name, object: object)
    }
}
