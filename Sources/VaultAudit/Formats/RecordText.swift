import VaultCore
import VaultJSON

/// A record in one of the formats that others read; what it says is the same in each, and never more than in the log.
enum RecordText {
    /// - Parameter host: the name of this machine.
    /// - Returns: nil for what cannot be read.
    static func text(of record: AuditRecord, _ format: SinkFormat, host: String) -> [UInt8]? {
        if case .native = format { return record.line }
        guard let members = record.members else { return nil }
        return switch format {
        case .native: record.line
        case .ocsf: OCSFText(record, members, host: host).bytes
        case .ecs: ECSText.bytes(record, members, host: host)
        case .cef: CEFText.bytes(record, members)
        }
    }

    static func milliseconds(_ record: AuditRecord) -> Int64 { TimeText.moment(record.time)?.milliseconds ?? 0 }
}

extension JSONValue {
    /// The texts of a member that is a list of them.
    func texts(_ name: String) -> [String] { self[name]?.elements?.compactMap(\.string) ?? [] }
}
