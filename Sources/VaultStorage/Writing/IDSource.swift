import Synchronization

/// Gives out ids that were never stored before. The writer stores a mark above the given ids, a block ahead, in the same
/// transaction as the first of them; after a restart counting goes on from the mark, whatever was deleted meanwhile.
final class IDSource: Sendable {
    /// Ids that one stored mark covers; at most so many are skipped by a restart.
    static let block: Int64 = 1_000

    private let last: Atomic<Int64>

    /// - Parameter mark: no id above it was ever stored.
    init(after mark: Int64) { last = Atomic(mark) }

    func next() -> Int64 { last.add(1, ordering: .relaxed).newValue }

    /// No id above it was given out so far.
    var highest: Int64 { last.load(ordering: .relaxed) }
}
