/// What must be true after the restart, for one step and one rotation rule.
struct CrashExpectation {
    /// The generation that `token.get` answers with; nil: `reauth_required`, reason `lost_rotation`.
    let generation: Int64?
    /// What the provider said to the requests that it has processed by then, in the order of their coming; nil: held still.
    let verdicts: [String?]
    /// The same after the held request was let go.
    let verdictsInTheEnd: [String]

    init(_ step: CrashStep, _ rule: CrashRule) {
        let first = rule == .none ? "kept" : "refreshed"
        let again = rule == .none ? "kept" : "grace"
        let isLost = rule.spends && step != .afterCommit
        generation = isLost ? nil : rule == .none ? 1 : 2
        switch step {
        case .intentCommitted: verdicts = isLost ? [] : [first]
        case .requestSent: verdicts = isLost ? [nil] : [nil, first]
        case .answerLost, .answerReceived, .beforeCommit: verdicts = isLost ? [first] : [first, again]
        case .afterCommit: verdicts = [first]
        }
        // Let go, the first request is the one that comes late.
        verdictsInTheEnd = verdicts.map { $0 ?? (isLost ? first : again) }
    }
}
