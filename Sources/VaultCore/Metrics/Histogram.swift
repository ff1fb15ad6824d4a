/// Counts observations by size, and their sum, in memory of a fixed size; from any thread, without a lock.
package final class Histogram: Sendable {
    package let buckets: HistogramBuckets
    private let bounds: [UInt64]
    /// One for each bucket, one for what is beyond all of them, and the sum.
    private let numbers: CounterTable

    package init(_ buckets: HistogramBuckets) {
        self.buckets = buckets
        bounds = buckets.bounds
        numbers = CounterTable(columns: bounds.count + 2)
    }

    /// - Parameter value: in nanoseconds, or a number.
    package func observe(_ value: UInt64) {
        numbers.add(column: bucket(of: value))
        numbers.add(value, column: bounds.count + 1)
    }

    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return observe(0) }
        observe(UInt64(seconds) &* 1_000_000_000 &+ UInt64(attoseconds / 1_000_000_000))
    }

    /// As many observations of one value; only for a histogram that nobody else observes with.
    package func observeAlone(_ value: UInt64, count: UInt64) {
        numbers.addAlone(count, column: bucket(of: value))
        numbers.addAlone(value &* count, column: bounds.count + 1)
    }

    package var snapshot: HistogramSnapshot {
        HistogramSnapshot(
            buckets: buckets, counts: (0...bounds.count).map { numbers.number(column: $0) },
            sum: numbers.number(column: bounds.count + 1))
    }

    /// A value that is a bound belongs below it (`le`).
    private func bucket(of value: UInt64) -> Int {
        var index = 0
        while index < bounds.count, bounds[index] < value { index += 1 }
        return index
    }
}
