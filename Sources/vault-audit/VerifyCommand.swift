import Glibc
import VaultAudit
import VaultCommandLine
import VaultCore
import VaultCrypto
import VaultJSON
import VaultWire

/// `vault-audit verify`.
struct VerifyCommand {
    private let path: String
    private let publicKey: [UInt8]
    private let last: Int64?
    private let isJSON: Bool

    init(_ command: ParsedCommand) throws(UsageError) {
        path = command.argument("log") ?? ""
        last = try command.integer("reaches", in: 1...Int64.max)
        isJSON = command.has("json")
        guard let text = command.value("public-key") else {
            throw UsageError("'verify' needs --public-key", hint: "'vaultctl audit key' prints it")
        }
        guard let key = Self.key(text) else {
            throw UsageError(
                "--public-key is neither 64 hexadecimal digits nor the path of an Ed25519 public key in PEM",
                hint: "'vaultctl audit key --pem' prints it")
        }
        publicKey = key.bytes
    }

    private static func key(_ text: String) -> Ed25519PublicKey? {
        if let bytes = Hexadecimal.bytes(of: text.utf8), bytes.count == Ed25519PublicKey.byteCount {
            return Ed25519PublicKey(bytes)
        }
        guard let file = fopen(text, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return Ed25519PublicKey(pem: Array(bytes[..<count]))
    }

    func run(_ terminal: Terminal) -> ExitCode {
        let report = AuditVerifier(SodiumAuditHasher(), publicKey: publicKey)
            .verify(AuditSegments(of: path).files, reaching: last)
        terminal.print(isJSON ? Self.json(report) : Self.text(report))
        return report.flaw == nil ? .ok : .failed
    }

    private static func json(_ report: AuditReport) -> String {
        var writer = JSONWriter()
        writer.object { report.write(to: &$0) }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func text(_ report: AuditReport) -> String {
        var lines: [String] = []
        if let flaw = report.flaw {
            lines.append("NOT WHOLE: \(TextTable.harmless(flaw.description))")
        } else if let records = report.records {
            lines.append(
                "whole: records \(records.lowerBound) to \(records.upperBound), \(report.sealed) of them sealed")
        } else {
            lines.append("whole: there are no records")
        }
        if let unsealed = report.unsealed {
            lines.append(
                "records \(unsealed.lowerBound) to \(unsealed.upperBound) are not sealed yet; only their numbers were looked at"
            )
        }
        if report.tornBytes > 0 { lines.append("crashes left \(report.tornBytes) bytes of lines, as the seals say") }
        for file in report.unnumberedFiles {
            lines.append("\(TextTable.harmless(file)) is of before records had numbers: nothing can be said of it")
        }
        return lines.map { "\($0)\n" }.joined()
    }
}
