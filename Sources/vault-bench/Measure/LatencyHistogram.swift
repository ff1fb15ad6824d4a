/// Counts times in buckets of about 1.6 % width, from 1 ns to 2^40 ns, in constant memory and a few instructions.
struct LatencyHistogram: Equatable, Sendable {
    private static let stepBits = 6
    private static let buckets = (40 - stepBits + 1) << stepBits
    private var counts = [UInt32](repeating: 0, count: buckets)
    private(set) var total = 0
    private(set) var most: UInt64 = 0

    mutating func add(_ nanoseconds: UInt64) {
        counts[Self.bucket(nanoseconds)] += 1
        total += 1
        if nanoseconds > most { most = nanoseconds }
    }

    mutating func add(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        total += other.total
        most = max(most, other.most)
    }

    mutating func removeAll() {
        for index in counts.indices { counts[index] = 0 }
        total = 0
        most = 0
    }

    /// The time that so large a part of all did not exceed: the upper end of its bucket.
    func quantile(_ part: Double) -> UInt64 {
        var left = max(1, Int((Double(total) * part).rounded(.up)))
        for (bucket, count) in counts.enumerated() {
            left -= Int(count)
            if left <= 0 { return min(Self.end(of: bucket), most) }
        }
        return most
    }

    private static func bucket(_ nanoseconds: UInt64) -> Int {
        guard nanoseconds >= 1 << stepBits else { return Int(nanoseconds) }
        let exponent = 63 - nanoseconds.leadingZeroBitCount - stepBits
        return min(buckets - 1, (exponent + 1) << stepBits + Int(nanoseconds >> UInt64(exponent)) & (1 << stepBits - 1))
    }

    private static func end(of bucket: Int) -> UInt64 {
        let exponent = bucket >> stepBits - 1
        guard exponent >= 0 else { return UInt64(bucket) }
        let step = UInt64(bucket & (1 << stepBits - 1)) | 1 << UInt64(stepBits)
        return (step + 1) << UInt64(exponent) - 1
    }
}

/// What people ask of a distribution of times, in nanoseconds.
struct LatencySummary: Equatable, Sendable {
    let p50: UInt64
    let p99: UInt64
    let p999: UInt64
    let most: UInt64

    init(p50: UInt64, p99: UInt64, p999: UInt64, most: UInt64) {
        self.p50 = p50
        self.p99 = p99
        self.p999 = p999
        self.most = most
    }

    /// - Returns: nil without any time.
    init?(_ histogram: LatencyHistogram) {
        guard histogram.total > 0 else { return nil }
        self.init(
            p50: histogram.quantile(0.5), p99: histogram.quantile(0.99), p999: histogram.quantile(0.999),
            most: histogram.most)
    }
}
