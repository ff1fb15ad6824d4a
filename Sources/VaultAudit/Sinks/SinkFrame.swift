import Glibc
import VaultCore
import VaultJSON

/// A record as a sink's target takes it: the text in the sink's format, in the frame of the target's protocol.
struct SinkFrame {
    private static let program = "vaultd"

    let settings: SinkSettings
    /// As RFC 5424 §6.2.4 wants it.
    let host: String
    let process: Int32

    init(_ settings: SinkSettings, host: String = SinkFrame.hostName(), process: Int32 = getpid()) {
        self.settings = settings
        self.host = host
        self.process = process
    }

    /// - Returns: nil for what cannot be read.
    func message(_ record: AuditRecord) -> [UInt8]? {
        guard let text = RecordText.text(of: record, settings.format, host: host) else { return nil }
        switch settings.target {
        case .stdout: return text + [UInt8(ascii: "\n")]
        case .syslog: return syslog(record, text)
        case .syslogStream:
            // Octet counting, RFC 6587 §3.4.1.
            let message = syslog(record, text)
            return Array("\(message.count) ".utf8) + message
        case .journald: return journal(record, text)
        }
    }

    /// RFC 5424. The message has no byte order mark: with one, it would be JSON to nobody.
    private func syslog(_ record: AuditRecord, _ text: [UInt8]) -> [UInt8] {
        let severity = RecordSeverity(record.kind, record.outcome).syslog
        // §7.3.1: from 1 to 2147483647, and then from 1 again.
        let sequence = (record.sequence - 1) % 2_147_483_647 + 1
        let head = [
            "<\(settings.facility.number * 8 + severity)>1", record.time, host, Self.program, "\(process)",
            record.kind.rawValue, #"[meta sequenceId="\#(max(1, sequence))"]"#,
        ]
        return Array((head.joined(separator: " ") + " ").utf8) + text
    }

    /// A field a line, or with its length where it holds a newline (systemd, "Native Journal Protocol").
    private func journal(_ record: AuditRecord, _ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        func add(_ name: String, _ value: [UInt8]) {
            bytes += name.utf8
            if value.contains(UInt8(ascii: "\n")) {
                bytes.append(UInt8(ascii: "\n"))
                withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
            } else {
                bytes.append(UInt8(ascii: "="))
            }
            bytes += value
            bytes.append(UInt8(ascii: "\n"))
        }
        add("MESSAGE", text)
        add("PRIORITY", Array("\(RecordSeverity(record.kind, record.outcome).syslog)".utf8))
        add("SYSLOG_FACILITY", Array("\(settings.facility.number)".utf8))
        add("SYSLOG_IDENTIFIER", Array(Self.program.utf8))
        add("SYSLOG_TIMESTAMP", Array(record.time.utf8))
        guard let members = record.members?.members else { return bytes }
        for member in members {
            guard let name = member.name.string, name != "mac", name != "time" else { continue }
            let value: String
            if let text = member.value.string {
                value = text
            } else if let list = member.value.elements {
                value = list.compactMap(\.string).joined(separator: " ")
            } else if let number = member.value.integer {
                value = "\(number)"
            } else {
                continue
            }
            add("VAULTD_\(name.uppercased())", Array(value.utf8))
        }
        return bytes
    }

    /// Printable ASCII without spaces, or the sign for none.
    static func hostName() -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, 255) == 0 else { return "-" }
        let name = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return name.isEmpty || name.contains { $0 <= 0x20 || $0 >= 0x7F } ? "-" : String(decoding: name, as: UTF8.self)
    }
}
