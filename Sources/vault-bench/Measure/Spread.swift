/// Median, smallest and largest of several runs.
struct Spread: Equatable, Sendable {
    let median: Double
    let least: Double
    let most: Double

    /// - Returns: nil without any value.
    init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return nil }
        self.least = least
        self.most = most
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
