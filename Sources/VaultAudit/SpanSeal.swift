import VaultCore
import VaultJSON

/// The last record of a span: signed, it says what the chain of the span came to and what it began with, so that whoever has the public
/// key can tell which record is not as it was.
struct SpanSeal: Equatable {
    static let kind = AuditEvent.Kind.auditSealed.rawValue
    /// Before what is signed: the line up to `,"signature"`.
    private static let context = Array("vaultd audit seal 1\n".utf8)

    let log: AuditNumber
    /// The first and the last record that it is of.
    let records: ClosedRange<Int64>
    /// What their chain came to, whole.
    let digest: [UInt8]
    /// What it began with.
    let key: AuditHash
    /// What a crash left behind the last of them, a line that is none.
    let tornBytes: Int

    private static let signatureDigits = 128

    static let noDigest = [UInt8](repeating: 0, count: 32)

    static func == (one: SpanSeal, other: SpanSeal) -> Bool {
        one.log == other.log && one.records == other.records && one.digest == other.digest
            && one.key == other.key && one.tornBytes == other.tornBytes
    }

    /// The members of its record.
    ///
    /// - Parameter sequence: its own.
    func members(_ sequence: Int64, at time: TimeText, signedBy key: any AuditKey) -> [UInt8] {
        let members = AuditLine.members(kind: .auditSealed, at: time) { writer in
            writer.member("log", Hexadecimal.text(of: log.bits))
            writer.member("from", records.lowerBound)
            writer.member("to", records.upperBound)
            writer.member("digest", Hexadecimal.text(of: digest))
            writer.member("key", Hexadecimal.text(of: self.key.bytes))
            if tornBytes > 0 { writer.member("torn_bytes", tornBytes) }
        }
        let line = Array(#"{"seq":\#(sequence),"#.utf8) + members
        let signature = Hexadecimal.text(of: key.sign(Self.context + line))
        return members + Array(#","signature":"\#(signature)""#.utf8)
    }

    /// - Returns: nil for any other record, and for one that nobody could have written.
    init?(_ line: JSONValue?) {
        guard let line, line["kind"]?.isString(Self.kind) == true,
            let log = line["log"]?.string.flatMap({ Hexadecimal.bits(of: $0.utf8) }),
            let from = line["from"]?.integer, let to = line["to"]?.integer, from <= to,
            let digest = line["digest"]?.string.flatMap({ Hexadecimal.bytes(of: $0.utf8) }), digest.count == 32,
            let key = line["key"]?.string.flatMap({ Hexadecimal.bytes(of: $0.utf8) }).flatMap(AuditHash.init)
        else { return nil }
        self.init(
            log: AuditNumber(bits: log), records: from...to, digest: digest, key: key,
            tornBytes: Int(line["torn_bytes"]?.integer ?? 0))
    }

    init(
        log: AuditNumber, records: ClosedRange<Int64>, digest: [UInt8], key: AuditHash, tornBytes: Int = 0
    ) {
        self.log = log
        self.records = records
        self.digest = digest
        self.key = key
        self.tornBytes = tornBytes
    }

    /// Whether the line of a seal was signed with the private half of `publicKey`.
    static func isSigned(_ line: ChainedLine, by publicKey: [UInt8], _ hasher: any AuditHasher) -> Bool {
        let member = Array(#","signature":""#.utf8)
        let signed = line.body.dropLast(member.count + signatureDigits + 1)
        let rest = line.body[signed.endIndex...]
        guard rest.starts(with: member), rest.last == UInt8(ascii: "\""),
            let signature = Hexadecimal.bytes(of: rest.dropFirst(member.count).dropLast())
        else { return false }
        return hasher.isSignature(signature, of: context + signed, by: publicKey)
    }
}
