import VaultClient
import VaultCommandLine
import VaultJSON

/// The audit log as people read it.
enum AuditText {
    static func standing(_ standing: AuditStandingRecord) -> String {
        var details = Details()
        details.add("records", "\(standing.sequence)")
        details.add("sealed up to", "\(standing.sealed)")
        details.add("files", "\(standing.files), \(standing.bytes) bytes")
        details.add("log", standing.log)
        details.add("public key", standing.publicKey)
        if standing.waitingBytes > 0 { details.add("waiting", "\(standing.waitingBytes) bytes") }
        if standing.isFailing {
            details.add("failing", "it could not be written: make room or correct its permissions")
        }
        return details.text()
    }

    static func report(_ report: AuditReportRecord) -> String {
        var lines: [String] = []
        if let flaw = report.flaw {
            lines.append("NOT WHOLE: \(TextTable.harmless(flaw))")
        } else if let from = report.from, let to = report.to {
            lines.append("whole: records \(from) to \(to), \(report.sealed) of them sealed")
        } else {
            lines.append("whole: there are no records")
        }
        if let unsealed = report.unsealed {
            lines.append(
                report.unsealedVerified
                    ? "\(unsealed) records are not sealed yet; they were verified with the secret key"
                    : "\(unsealed) records are not sealed yet; only their numbers were looked at")
        }
        if report.tornBytes > 0 { lines.append("crashes left \(report.tornBytes) bytes of lines, as the seals say") }
        for file in report.unnumberedFiles {
            lines.append("\(TextTable.harmless(file)) is of before records had numbers: nothing can be said of it")
        }
        return lines.map { "\($0)\n" }.joined()
    }

    /// One record in one line: when, what came of it, what it was, who asked, and what about.
    static func line(_ record: JSONValue) -> String {
        let time = record["time"]?.string ?? "-"
        var words = [time, record["outcome"]?.string ?? "-", record["kind"]?.string ?? "-"]
        words.append(record["client"]?.string ?? record["uid"]?.integer.map { "uid:\($0)" } ?? "vaultd")
        if let method = record["method"]?.string { words.append(method) }
        for name in ["subject", "provider", "grant", "delegation", "session", "reason", "provider_error"] {
            if let text = record[name]?.string { words.append("\(name)=\(text)") }
        }
        for name in ["generation", "lost", "from", "to"] {
            if let number = record[name]?.integer { words.append("\(name)=\(number)") }
        }
        let scopes = record["scopes"]?.elements.map { $0.compactMap(\.string) } ?? []
        if !scopes.isEmpty { words.append("scopes=\(scopes.joined(separator: ","))") }
        return TextTable.harmless(words.joined(separator: " ")) + "\n"
    }
}
