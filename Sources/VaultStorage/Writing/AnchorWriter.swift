import VaultCore

/// Keeps the anchor beside a store from lagging: of the changes that were answered, fewer than `changes` are ever ahead of it,
/// whatever happens to the process.
struct AnchorWriter {
    /// Two syncs for so many changes: a few parts in a hundred of what the changes themselves cost, and at full load about one
    /// second of them.
    static let changes = 4_096

    private let path: String
    let storeID: String
    private var unanchored = 0

    init(path: String, storeID: String) {
        self.path = path
        self.storeID = storeID
    }

    /// To be called before the first change that is counted: a store that has counted and has no anchor looks rolled back.
    func begin() -> WriteOutcome { write(0) }

    /// To be called after a commit, before any of it is answered.
    ///
    /// - Parameter isAsked: whether somebody waits for the anchor.
    /// - Returns: what to answer to who asked. A failure is tried again with the next commit.
    mutating func committed(_ writes: Int, sequence: Int64, isAsked: Bool) -> WriteOutcome {
        unanchored += writes
        guard isAsked || unanchored >= Self.changes else { return .done }
        let outcome = write(sequence)
        if outcome == .done { unanchored = 0 }
        return outcome
    }

    private func write(_ sequence: Int64) -> WriteOutcome {
        do throws(StoreOpenError) {
            try StoreAnchor(storeID: storeID, sequence: sequence).write(of: path)
            return .done
        } catch {
            return .failed(.failed(reason: "\(error)"))
        }
    }
}
