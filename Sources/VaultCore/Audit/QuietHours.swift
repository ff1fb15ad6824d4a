/// The hours of the day, in UTC, in which nobody should be at the vault.
package struct QuietHours: Hashable, Sendable {
    private let from: Int
    private let to: Int

    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    /// - Parameter text: such as `22-06`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let hours = parts.compactMap { $0.utf8.count == 2 && $0.first != "+" ? Int($0) : nil }
        guard parts.count == 2, hours.count == 2, hours.allSatisfy((0...23).contains), hours[0] != hours[1] else {
            return nil
        }
        self.init(from: hours[0], to: hours[1])
    }

    package func contains(hour: Int) -> Bool { from < to ? (from..<to).contains(hour) : hour >= from || hour < to }
}
