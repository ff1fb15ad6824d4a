extension Finding {
    /// The p99 of each run, and beside it the distribution of all of them together; nil without any.
    static func p99(_ name: String, _ histograms: [LatencyHistogram]) -> Finding? {
        tail(name, .microseconds, histograms) { Double($0.quantile(0.99)) / 1e3 }
    }

    /// The longest of each run.
    static func longest(_ name: String, _ histograms: [LatencyHistogram]) -> Finding? {
        tail(name, .milliseconds, histograms) { Double($0.most) / 1e6 }
    }

    private static func tail(
        _ name: String, _ kind: Kind, _ histograms: [LatencyHistogram], _ value: (LatencyHistogram) -> Double
    ) -> Finding? {
        guard let spread = Spread(histograms.map(value)) else { return nil }
        var finding = Finding(name, kind, spread)
        finding.latency = LatencySummary(histograms.reduce(into: LatencyHistogram()) { $0.add($1) })
        return finding
    }
}
