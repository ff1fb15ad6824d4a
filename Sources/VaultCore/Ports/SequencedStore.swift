/// A store that can be told from an older copy of itself: its sequence goes up with each commit, stands in it and, a moment
/// later, in an anchor beside it.
package protocol SequencedStore: Sendable {
    /// Writes since the store was opened, other than those of the sequence itself.
    func changes() -> Int

    /// How far the store has come; all of it is durable. nil before it was first served.
    func mark() -> StoreMark?

    /// Adds one to the sequence in the store, then brings the anchor up to it; durable in both when it returns. In between a
    /// crash leaves the store ahead, which is no fault.
    func advanceSequence() async throws(StoreFailure)
}
