/// What a metric is: its kind, its labels in their order, and one sentence for people.
package struct MetricDeclaration: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    package let kind: Kind
    package let labels: [MetricLabel]
    /// Upper bounds of the buckets, in the metric's unit; empty for what is no histogram.
    package let buckets: HistogramBuckets?
    package let help: String

    static func counter(_ help: String, _ labels: MetricLabel...) -> MetricDeclaration {
        MetricDeclaration(kind: .counter, labels: labels, buckets: nil, help: help)
    }

    static func gauge(_ help: String, _ labels: MetricLabel...) -> MetricDeclaration {
        MetricDeclaration(kind: .gauge, labels: labels, buckets: nil, help: help)
    }

    static func histogram(
        _ help: String, _ buckets: HistogramBuckets = .latency, _ labels: MetricLabel...
    ) -> MetricDeclaration {
        MetricDeclaration(kind: .histogram, labels: labels, buckets: buckets, help: help)
    }
}
