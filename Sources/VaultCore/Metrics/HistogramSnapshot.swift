/// What a histogram had counted at one moment; several with the same buckets are one.
package struct HistogramSnapshot: Equatable, Sendable {
    package let buckets: HistogramBuckets
    /// By bucket, the last beyond all bounds; not cumulative.
    package private(set) var counts: [UInt64]
    /// In the units that were observed.
    package private(set) var sum: UInt64

    package init(buckets: HistogramBuckets, counts: [UInt64]? = nil, sum: UInt64 = 0) {
        self.buckets = buckets
        self.counts = counts ?? [UInt64](repeating: 0, count: buckets.bounds.count + 1)
        self.sum = sum
    }

    package var count: UInt64 { counts.reduce(0, &+) }

    package mutating func add(_ other: HistogramSnapshot) {
        precondition(buckets == other.buckets, "histograms of different buckets are not added")
        for index in counts.indices { counts[index] &+= other.counts[index] }
        sum &+= other.sum
    }
}
