/// A store that can be told from an older copy of itself: its sequence stands in it and, a moment later, in an anchor beside
/// it.
package protocol SequencedStore: Sendable {
    /// Writes since the store was opened, other than those of the sequence itself.
    func changes() -> Int

    /// Adds one to the sequence in the store, then in the anchor; durable in both when it returns. In between a crash leaves
    /// the store ahead, which is no fault.
    func advanceSequence() async throws(StoreFailure)
}
