/// A duration below which a share of observations lies, as far as buckets can tell.
struct Quantile: Equatable {
    /// In seconds.
    let seconds: Double
    /// Whether it lies beyond the last bound, which `seconds` then is.
    let isBeyond: Bool

    /// Between the bounds of a bucket observations are taken to be spread evenly, as Prometheus does.
    ///
    /// - Parameter buckets: bounds in seconds with how many observations are at most that long; any order, the last one infinite.
    /// - Returns: nil without observations.
    init?(_ share: Double, of buckets: [(bound: Double, count: Double)]) {
        let sorted = buckets.sorted { $0.bound < $1.bound }
        guard let all = sorted.last?.count, all > 0 else { return nil }
        let rank = share * all
        var (lower, below) = (0.0, 0.0)
        for bucket in sorted {
            if bucket.count >= rank, bucket.count > below {
                guard bucket.bound.isFinite else { break }
                seconds = lower + (bucket.bound - lower) * (rank - below) / (bucket.count - below)
                isBeyond = false
                return
            }
            if bucket.bound.isFinite { (lower, below) = (bucket.bound, bucket.count) }
        }
        seconds = lower
        isBeyond = true
    }
}
