/// What happened between two expositions. Counters begin anew with the daemon: of another run than before, all since its start is the
/// change. Without an exposition before, the change is that since the start, too.
struct MetricChange {
    let after: Scrape
    private let before: Scrape
    /// In which it happened; more than 0.
    let seconds: Double
    /// Whether the daemon was started in between.
    let isRestarted: Bool

    private static let startTime = "vaultd_start_time_seconds"

    /// - Parameters:
    ///   - seconds: between the two, by a clock that is never set.
    ///   - now: seconds since 1970.
    init(from before: Scrape?, to after: Scrape, seconds: Double, now: Int64) {
        self.after = after
        let start = after.sum(Self.startTime)
        isRestarted = before.map { $0.sum(Self.startTime) != start } ?? false
        if let before, !isRestarted {
            self.before = before
            self.seconds = max(seconds, 0.001)
        } else {
            self.before = .none
            self.seconds = max(Double(now) - (start ?? 0), 1)
        }
    }

    /// Of a counter; 0 where it is not told.
    func increase(_ name: String, _ labels: [String: String] = [:]) -> Double {
        max(0, (after.sum(name, labels) ?? 0) - (before.sum(name, labels) ?? 0))
    }

    func rate(_ name: String, _ labels: [String: String] = [:]) -> Double { increase(name, labels) / seconds }

    /// Of a histogram, over all series with these labels.
    func quantile(_ share: Double, _ name: String, _ labels: [String: String] = [:]) -> Quantile? {
        let bounds = after.values(of: "le", in: name + "_bucket")
        let buckets = bounds.compactMap { text -> (bound: Double, count: Double)? in
            guard let bound = text == "+Inf" ? .infinity : Double(text) else { return nil }
            return (bound, increase(name + "_bucket", labels.merging(["le": text]) { _, new in new }))
        }
        return Quantile(share, of: buckets)
    }
}
