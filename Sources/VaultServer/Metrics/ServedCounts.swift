/// Answers from memory that are not told to the meter yet.
struct ServedCounts: Equatable {
    var tokens: UInt64 = 0
    var sessions: UInt64 = 0
    /// Of the tokens, those that were only in the store.
    var brought: UInt64 = 0

    var isNone: Bool { tokens == 0 && sessions == 0 }
}
