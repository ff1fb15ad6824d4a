import VaultClient
import VaultCommandLine
import VaultCore
import VaultJSON

extension DoctorReport {
    /// One line for each finding, the worst first, with what to do below it.
    func text(onlyConcerns: Bool, isColored: Bool) -> String {
        let shown = onlyConcerns ? findings.filter { $0.state != "ok" } : findings
        let sorted = ["failing", "warning", "ok"].flatMap { state in shown.filter { $0.state == state } }
        let width = sorted.map(\.check.count).max() ?? 0
        var text = ""
        for finding in sorted {
            let check = finding.check + String(repeating: " ", count: width - finding.check.count)
            text +=
                "\(Self.word(finding.state, isColored))  \(TextTable.harmless(check))  \(TextTable.harmless(finding.text))\n"
            if let remedy = finding.remedy {
                text += String(repeating: " ", count: 11 + width) + "→ \(TextTable.harmless(remedy))\n"
            }
        }
        return onlyConcerns ? text : text + summary
    }

    private var summary: String {
        let counts = ["failing", "warning", "ok"].map { state in "\(findings.count { $0.state == state }) \(state)" }
        return counts.joined(separator: ", ") + "\n"
    }

    private static func word(_ state: String, _ isColored: Bool) -> String {
        let word = state + String(repeating: " ", count: max(0, 7 - state.count))
        guard isColored else { return word }
        let color = state == "ok" ? "32" : state == "warning" ? "33" : "31"
        return "\u{1B}[\(color)m\(word)\u{1B}[0m"
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("failing", isFailing)
            writer.member(
                "findings",
                array: { writer in
                    for finding in findings { writer.object { Self.write(finding, to: &$0) } }
                })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ finding: FindingRecord, to writer: inout JSONWriter) {
        writer.member("check", finding.check)
        writer.member("state", finding.state)
        writer.member("text", finding.text)
        if let remedy = finding.remedy { writer.member("remedy", remedy) }
    }
}
