import Foundation
import Testing
import VaultCore

/// Docs/metrics.md, the dashboard and the rules name the metrics that there are.
struct MetricDocumentTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Docs")
    private static let mark = "<!-- made from the table of metrics -->\n"

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// With VAULT_WRITE_DOCS=1 in the environment the table is written anew instead.
    @Test func `the table of metrics is what the program declares`() throws {
        let page = try Self.text("metrics.md")
        let start = try #require(page.range(of: Self.mark)?.upperBound)
        let end = try #require(page.range(of: "<!-- end -->", range: start..<page.endIndex)?.lowerBound)
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            let written = page.replacingCharacters(in: start..<end, with: Self.table)
            try written.write(
                to: Self.folder.appendingPathComponent("metrics.md"), atomically: true, encoding: .utf8)
        } else {
            #expect(
                page[start..<end] == Self.table,
                "run `VAULT_WRITE_DOCS=1 swift test --filter MetricDocumentTests` and look at the change")
        }
    }

    @Test func `the buckets are as they are documented`() throws {
        let page = try Self.text("metrics.md")
        let seconds = HistogramBuckets.latency.bounds.map { bound in
            var text = String(format: "%.6f", Double(bound) / 1e9)
            while text.hasSuffix("0") { text.removeLast() }
            return text.hasSuffix(".") ? String(text.dropLast()) : text
        }
        #expect(page.contains("in seconds: \(seconds.joined(separator: ", "))."))
        let sizes = HistogramBuckets.counts.bounds.map(String.init)
        #expect(page.contains("in a transaction: \(sizes.joined(separator: ", "))."))
    }

    @Test func `every expression of the dashboard uses metrics and labels that there are`() throws {
        let object = try JSONSerialization.jsonObject(with: Data(try Self.text("grafana-dashboard.json").utf8))
        let panels = try #require((object as? [String: Any])?["panels"] as? [[String: Any]])
        let targets = panels.compactMap { $0["targets"] as? [[String: Any]] }
        #expect(targets.count == panels.count && panels.count > 20)
        for target in targets.joined() {
            let expression = try #require(target["expr"] as? String)
            let legend = try #require(target["legendFormat"] as? String)
            try PromExpression(expression).check(legend: legend)
        }
    }

    @Test func `every rule uses metrics and labels that there are`() throws {
        let lines = try Self.text("prometheus-rules.yml").components(separatedBy: "\n")
        var expressions: [String] = []
        for (index, line) in lines.enumerated() {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            guard trimmed.hasPrefix("expr: ") else { continue }
            var text = String(trimmed.dropFirst(6))
            if text == ">-" {
                // A folded scalar: all lines that stand deeper.
                let depth = line.prefix { $0 == " " }.count
                text = lines[(index + 1)...].prefix { $0.prefix { $0 == " " }.count > depth }.joined(separator: " ")
            }
            expressions.append(text)
        }
        #expect(expressions.count == lines.filter { $0.contains("- alert: ") }.count && expressions.count > 10)
        for expression in expressions { try PromExpression(expression).check(legend: "") }
        let used = Set(try expressions.flatMap { try PromExpression($0).metrics })
        #expect(
            used.isSuperset(of: [
                .sealed, .auditFailing, .lostRotations, .breakerState, .refreshes, .storeLogBytes, .keyAge, .startTime,
            ]))
    }

    private static var table: String {
        var lines = ["| Metric | Kind | Labels | Meaning |", "|---|---|---|---|"]
        for metric in Metric.allCases {
            let declaration = metric.declaration
            let labels = declaration.labels.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            lines.append(
                "| `\(metric.rawValue)` | \(declaration.kind.rawValue) | \(labels.isEmpty ? "–" : labels) | \(declaration.help) |"
            )
        }
        lines += ["", "| Label | Values |", "|---|---|"]
        for label in MetricLabel.allCases { lines.append("| `\(label.rawValue)` | \(label.values) |") }
        return lines.joined(separator: "\n") + "\n"
    }
}
