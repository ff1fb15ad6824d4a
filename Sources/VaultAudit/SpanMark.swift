import VaultCore
import VaultJSON

/// The first record of a span: which log it belongs to, what its key is derived from, and what was sealed before.
struct SpanMark: Equatable {
    static let kind = AuditEvent.Kind.auditSpan.rawValue

    let log: AuditNumber
    let nonce: AuditNumber
    /// The digest in the seal before; zeros at the first of a log.
    let previous: [UInt8]
    /// What a crash left between that seal and this, a line that is none.
    let tornBytes: Int

    init(log: AuditNumber, nonce: AuditNumber, previous: [UInt8], tornBytes: Int = 0) {
        self.log = log
        self.nonce = nonce
        self.previous = previous
        self.tornBytes = tornBytes
    }

    /// - Returns: nil for any other record.
    init?(_ line: JSONValue?) {
        guard let line, line["kind"]?.isString(Self.kind) == true,
            let log = line["log"]?.string.flatMap({ Hexadecimal.bits(of: $0.utf8) }),
            let nonce = line["span"]?.string.flatMap({ Hexadecimal.bits(of: $0.utf8) }),
            let previous = line["previous"]?.string.flatMap({ Hexadecimal.bytes(of: $0.utf8) }),
            previous.count == SpanSeal.noDigest.count
        else { return nil }
        self.init(
            log: AuditNumber(bits: log), nonce: AuditNumber(bits: nonce), previous: previous,
            tornBytes: Int(line["torn_bytes"]?.integer ?? 0))
    }

    /// The members of its record.
    func members(at time: TimeText) -> [UInt8] {
        AuditLine.members(kind: .auditSpan, at: time) { writer in
            writer.member("log", Hexadecimal.text(of: log.bits))
            writer.member("span", Hexadecimal.text(of: nonce.bits))
            writer.member("previous", Hexadecimal.text(of: previous))
            if tornBytes > 0 { writer.member("torn_bytes", tornBytes) }
        }
    }
}
