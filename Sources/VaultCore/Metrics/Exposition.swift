/// Metrics as Prometheus reads them: its text format, version 0.0.4. Each metric is told once, with its help and type, in the
/// order of `Metric`; labels have the names that are declared.
package struct Exposition: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private var lines: [Metric: [String]] = [:]

    package init() {}

    /// - Parameter labels: the values of the declared labels, in their order.
    package mutating func add(_ metric: Metric, _ labels: [String] = [], _ value: UInt64) {
        precondition(metric.declaration.kind != .histogram, "a histogram has no single value")
        line(metric.rawValue, metric, labels, text: String(value))
    }

    package mutating func add(_ metric: Metric, _ labels: [String] = [], _ value: Int) {
        add(metric, labels, UInt64(max(0, value)))
    }

    package mutating func add(_ metric: Metric, _ labels: [String] = [], _ value: Bool) {
        add(metric, labels, value ? 1 as UInt64 : 0)
    }

    /// - Parameter thousandths: of the metric's unit.
    package mutating func add(_ metric: Metric, _ labels: [String] = [], thousandths: Int64) {
        line(metric.rawValue, metric, labels, text: Self.text(UInt64(max(0, thousandths)), per: 1000))
    }

    package mutating func add(_ metric: Metric, _ labels: [String] = [], _ histogram: HistogramSnapshot) {
        precondition(metric.declaration.buckets == histogram.buckets, "the metric is declared with other buckets")
        let unit = histogram.buckets.unit
        var count: UInt64 = 0
        for (index, bound) in histogram.buckets.bounds.enumerated() {
            count &+= histogram.counts[index]
            line(
                metric.rawValue + "_bucket", metric, labels, bound: Self.text(bound, per: unit), text: String(count))
        }
        line(metric.rawValue + "_bucket", metric, labels, bound: "+Inf", text: String(histogram.count))
        line(metric.rawValue + "_sum", metric, labels, text: Self.text(histogram.sum, per: unit))
        line(metric.rawValue + "_count", metric, labels, text: String(histogram.count))
    }

    /// Of which at least one series was added.
    package var metrics: Set<Metric> { Set(lines.keys) }

    package var text: String {
        var text = ""
        for metric in Metric.allCases {
            guard let lines = lines[metric] else { continue }
            text += "# HELP \(metric.rawValue) \(metric.declaration.help)\n"
            text += "# TYPE \(metric.rawValue) \(metric.declaration.kind.rawValue)\n"
            for line in lines { text += line }
        }
        return text
    }

    private mutating func line(
        _ name: String, _ metric: Metric, _ labels: [String], bound: String? = nil, text: String
    ) {
        let names = metric.declaration.labels
        precondition(names.count == labels.count, "\(metric.rawValue) is declared with other labels")
        var pairs = zip(names, labels).map { "\($0.rawValue)=\"\(Self.escaped($1))\"" }
        if let bound { pairs.append("le=\"\(bound)\"") }
        let list = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        lines[metric, default: []].append("\(name)\(list) \(text)\n")
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    /// A decimal fraction, exactly, without zeros at its end.
    private static func text(_ number: UInt64, per unit: UInt64) -> String {
        let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
        guard rest > 0 else { return String(whole) }
        var digits = String(rest + unit)
        digits.removeFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
