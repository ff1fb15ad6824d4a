/// The upper bounds of a histogram's buckets, fixed for good: series whose bounds change cannot be compared.
package enum HistogramBuckets: Equatable, Sendable {
    /// Of times, in nanoseconds: from what an answer from memory takes to a provider's deadline.
    case latency
    /// Of how many.
    case counts

    package var bounds: [UInt64] {
        switch self {
        case .latency: Self.latencies
        case .counts: Self.powers
        }
    }

    /// Of one of the metric's unit (a second, a piece).
    package var unit: UInt64 {
        switch self {
        case .latency: 1_000_000_000
        case .counts: 1
        }
    }

    private static let latencies: [UInt64] = [
        25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000,
        50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000,
        10_000_000_000, 30_000_000_000,
    ]
    private static let powers: [UInt64] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
}
