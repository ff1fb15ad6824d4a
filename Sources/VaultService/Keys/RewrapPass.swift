/// Where one look through the records of a key stands: it goes through them in order, and again from the start as long as the
/// last time moved anything.
struct RewrapPass {
    private(set) var after: Int64 = 0
    private var moved = 0
    var damaged: Set<Int64> = []

    mutating func passed(_ record: Int64, moved count: Int) {
        after = record
        moved += count
    }

    /// - Returns: false when another time would find the same.
    mutating func startsAgain() -> Bool {
        guard moved > 0 else { return false }
        (after, moved) = (0, 0)
        return true
    }
}
