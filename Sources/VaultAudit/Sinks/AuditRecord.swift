import VaultCore
import VaultJSON

/// A record as it was read from the log: what a sink is chosen by is known, all else is read when it is asked for.
struct AuditRecord {
    /// Without its newline.
    let line: [UInt8]
    let sequence: Int64
    /// RFC 3339.
    let time: String
    let kind: AuditEvent.Kind
    let outcome: AuditEvent.Outcome

    /// - Returns: nil for a line that is torn, or of no kind that this program knows.
    init?(_ line: ArraySlice<UInt8>) {
        guard let chained = ChainedLine(line), let time = chained.time else { return nil }
        let rest = chained.body[time.endIndex...]
        guard let kind = Self.value(after: #"","kind":""#, in: rest), let known = AuditEvent.Kind(rawValue: kind.text),
            let outcome = Self.value(after: #"","outcome":""#, in: rest[kind.end...]),
            let result = AuditEvent.Outcome(rawValue: outcome.text)
        else { return nil }
        self.line = Array(line)
        sequence = chained.sequence
        self.time = String(decoding: time, as: UTF8.self)
        self.kind = known
        self.outcome = result
    }

    /// All its members; nil where it is no JSON.
    var members: JSONValue? { AuditLines.read(line[...]) }

    private static func value(after name: String, in bytes: ArraySlice<UInt8>) -> (text: String, end: Int)? {
        guard bytes.starts(with: name.utf8) else { return nil }
        let value = bytes.dropFirst(name.utf8.count).prefix { $0 != UInt8(ascii: "\"") }
        return (String(decoding: value, as: UTF8.self), value.endIndex)
    }
}
