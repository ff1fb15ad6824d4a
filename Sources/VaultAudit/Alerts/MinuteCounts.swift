/// How many there were of each in the minute that began with the first of them; when it is over, counting begins anew.
struct MinuteCounts {
    /// So many are counted apart; a client's name is from the configuration, so there are never so many.
    private static let limit = 4_096

    private var counts: [String: (start: Int64, count: Int64)] = [:]

    /// - Parameter seconds: of any one clock; it may go back.
    /// - Returns: how many there are with this one.
    mutating func add(_ key: String, at seconds: Int64) -> Int64 {
        var entry = counts[key] ?? (seconds, 0)
        if seconds - entry.start >= 60 || seconds < entry.start { entry = (seconds, 0) }
        entry.count += 1
        if counts.count >= Self.limit, counts[key] == nil { counts = [:] }
        counts[key] = entry
        return entry.count
    }
}
