/// What the one writer of a grant knows about it: what was acknowledged, and what may have been done without a word.
struct TrackedGrant: Sendable {
    let subject: String
    /// As last acknowledged; nil: there is none.
    private(set) var acknowledged: StoredState?
    /// What a change without an answer leaves if it was done.
    private(set) var doubtful: StoredState??
    /// Lineages whose end was acknowledged, or observed after a crash.
    private(set) var endedLineages: Set<Int> = []

    init(subject: String) { self.subject = subject }

    mutating func begin(_ change: StoredState?) { doubtful = .some(change) }

    /// The change that was begun has been answered.
    mutating func acknowledge() {
        guard let state = doubtful else { return }
        settle(as: state)
    }

    /// Whether this may be what the vault holds.
    func allows(_ state: StoredState?) -> Bool { state == acknowledged || doubtful.map { $0 == state } == true }

    /// From now on nothing is in doubt.
    mutating func settle(as state: StoredState?) {
        if state == nil, let ended = acknowledged { endedLineages.insert(ended.lineage) }
        acknowledged = state
        doubtful = nil
    }

    /// What may be found under the mark of a put.
    func state(marked mark: String) -> StoredState? {
        [acknowledged, doubtful ?? nil].compactMap(\.self).first { $0.mark == mark }
    }
}
