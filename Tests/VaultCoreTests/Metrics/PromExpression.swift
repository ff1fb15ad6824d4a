import Foundation
import Testing
import VaultCore

/// As much of PromQL as tells which metrics and labels an expression names; whatever else looks like a name is an error.
struct PromExpression {
    struct Unknown: Error {
        let what: String
    }

    private static let words: Set<String> = [
        "sum", "by", "rate", "increase", "histogram_quantile", "absent", "and", "or", "max", "min",
    ]

    let metrics: Set<Metric>
    private let labels: Set<String>
    private let text: String

    init(_ text: String) throws {
        self.text = text
        var metrics: Set<Metric> = []
        var labels: Set<String> = []
        // What stands in quotes is a value, what stands in brackets a range.
        let bare = text.replacing(/"[^"]*"/, with: "\"\"").replacing(/\[[^\]]*\]/, with: "")
        for match in bare.matches(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) {
            let word = String(match.output)
            if let metric = Self.metric(word) {
                metrics.insert(metric)
            } else if MetricLabel(rawValue: word) != nil || word == "le" {
                labels.insert(word)
            } else if !Self.words.contains(word) {
                throw Unknown(what: "\(word) in \(text)")
            }
        }
        guard !metrics.isEmpty else { throw Unknown(what: "no metric in \(text)") }
        (self.metrics, self.labels) = (metrics, labels)
    }

    func check(legend: String) throws {
        let declared = Set(metrics.flatMap { $0.declaration.labels.map(\.rawValue) })
        let buckets = metrics.contains { $0.declaration.kind == .histogram }
        #expect(labels.isSubset(of: buckets ? declared.union(["le"]) : declared), "\(text)")
        for match in legend.matches(of: /\{\{([a-z_]+)\}\}/) {
            #expect(declared.contains(String(match.1)), "\(legend) of \(text)")
        }
        #expect(text.filter { $0 == "(" }.count == text.filter { $0 == ")" }.count, "\(text)")
    }

    /// A histogram has series of its own only with these endings, everything else none of them.
    private static func metric(_ name: String) -> Metric? {
        if let metric = Metric(rawValue: name) { return metric.declaration.kind == .histogram ? nil : metric }
        for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) {
            guard let metric = Metric(rawValue: String(name.dropLast(ending.count))) else { continue }
            return metric.declaration.kind == .histogram ? metric : nil
        }
        return nil
    }
}
