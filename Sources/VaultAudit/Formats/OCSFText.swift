import VaultCore
import VaultJSON

/// A record as an event of the Open Cybersecurity Schema Framework, version 1.3.0: what its class requires is always there; what the
/// schema has no attribute for stands below `unmapped`, as it is in the log.
struct OCSFText {
    static let version = "1.3.0"

    private let record: AuditRecord
    private let members: JSONValue
    private let host: String
    private let type: OCSFClass

    init(_ record: AuditRecord, _ members: JSONValue, host: String) {
        self.record = record
        self.members = members
        self.host = host
        type = OCSFClass(record.kind)
    }

    var bytes: [UInt8] {
        let activity = type.activity(of: record.kind, text("method"))
        let hasFailed = record.outcome == .deny || record.outcome == .failed
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("activity_id", activity)
            // Else it is the schema's own word for the number.
            if activity == 99 { writer.member("activity_name", record.kind.rawValue) }
            writer.member("category_uid", type.category)
            writer.member("class_uid", type.rawValue)
            writer.member("type_uid", type.rawValue * 100 + activity)
            writer.member("time", RecordText.milliseconds(record))
            writer.member("severity_id", severity)
            // A finding's status is how far its handling is: it is new.
            writer.member("status_id", type == .detectionFinding ? 1 : hasFailed ? 2 : 1)
            if let reason = text("reason") { writer.member("status_detail", reason) }
            writer.member("message", message)
            writer.member("metadata", object: metadata)
            tell(to: &writer)
            writer.member("unmapped", object: unmapped)
        }
        return writer.bytes
    }

    /// What the class requires, and what is known beside it.
    private func tell(to writer: inout JSONWriter) {
        switch type {
        case .apiActivity:
            writer.member("api") { api in
                api.member("operation", text("method") ?? record.kind.rawValue)
                api.member("service") { $0.member("name", "vaultd") }
            }
            writer.member("src_endpoint", object: endpoint)
        case .accountChange: writer.member("user", object: user)
        case .authentication:
            writer.member("user", object: user)
            writer.member("service") { $0.member("name", "vaultd") }
            writer.member("is_remote", false)
            if let session = text("session") { writer.member("session") { $0.member("uid", session) } }
        case .authorizeSession:
            writer.member("user", object: user)
            let scopes = members.texts("scopes")
            writer.member("privileges", scopes.isEmpty ? ["delegation"] : scopes)
        case .entityManagement: writer.member("entity", object: entity)
        case .applicationLifecycle: writer.member("app", object: product)
        case .detectionFinding:
            writer.member("finding_info") { finding in
                finding.member("uid", "\(record.sequence)")
                finding.member("title", text("rule") ?? record.kind.rawValue)
                finding.member("types", [record.kind.rawValue])
            }
            writer.member("is_alert", true)
        }
        // Classes that have no actor of their own know it from a profile.
        if type != .detectionFinding, type != .applicationLifecycle { writer.member("actor", object: actor) }
    }

    private func metadata(_ writer: inout JSONWriter) {
        writer.member("version", Self.version)
        writer.member("product", object: product)
        writer.member("uid", "\(record.sequence)")
        writer.member("sequence", record.sequence)
        writer.member("log_name", "audit")
        writer.member("logged_time", RecordText.milliseconds(record))
    }

    private func product(_ writer: inout JSONWriter) {
        writer.member("name", "vaultd")
        writer.member("vendor_name", "vaultd")
    }

    /// The client and its process; the vault itself, where nobody asked.
    private func actor(_ writer: inout JSONWriter) {
        writer.member("app_name", text("client") ?? (members["pid"] == nil ? "vaultd" : "unmatched"))
        guard let pid = members["pid"]?.integer else { return }
        writer.member("process") { process in
            process.member("pid", pid)
            if let program = text("executable") {
                process.member("file") { file in
                    file.member("path", program)
                    file.member("name", program.split(separator: "/").last.map(String.init) ?? program)
                    file.member("type_id", 1)
                }
            }
        }
        if let uid = members["uid"]?.integer { writer.member("user") { $0.member("uid", "\(uid)") } }
    }

    private func endpoint(_ writer: inout JSONWriter) {
        writer.member("svc_name", text("client") ?? (members["pid"] == nil ? "vaultd" : "unmatched"))
        writer.member("hostname", host)
    }

    private func user(_ writer: inout JSONWriter) {
        writer.member("name", text("subject") ?? "unknown")
        if let subject = text("subject") { writer.member("uid", subject) }
    }

    private func entity(_ writer: inout JSONWriter) {
        let things = [("grant", text("grant")), ("delegation", text("delegation")), ("master_key", text("master_key"))]
        let found = things.first { $0.1 != nil } ?? ("store", text("store"))
        writer.member("type", found.0)
        writer.member("uid", found.1 ?? "store")
        writer.member("name", text("subject") ?? found.0)
    }

    /// What a person reads.
    private var message: String {
        let parts = [text("client"), text("method"), text("subject"), text("provider"), text("reason")]
        return ([record.kind.rawValue, record.outcome.rawValue] + parts.compactMap(\.self)).joined(separator: " ")
    }

    private func unmapped(_ writer: inout JSONWriter) {
        for member in members.members.map({ Array($0) }) ?? [] {
            guard let name = member.name.string, name != "mac" else { continue }
            writer.name(name)
            member.value.withRawBytes { writer.raw(bytes: $0) }
        }
    }

    private var severity: Int { RecordSeverity(record.kind, record.outcome).rawValue + 1 }

    private func text(_ name: String) -> String? { members[name]?.string ?? members[name]?.integer.map { "\($0)" } }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ object: (inout JSONWriter) -> Void) {
        member(name, object: object)
    }
}
