import VaultCore

/// Where the vault stands between sealed and serving, and whether a try at unsealing may be made: pure, moments come from
/// outside.
struct SealState: Sendable {
    enum Phase: Equatable, Sendable {
        case sealed(SealProblem)
        case serving
    }

    enum Try: Equatable {
        case mayBeMade
        /// It serves already.
        case needless
        case mustWait(milliseconds: Int64)
    }

    private(set) var phase: Phase
    private var delay = UnlockDelay()
    /// One at a time: a try takes memory and time by design.
    private var isTrying = false
    /// Counts the lockings, so that a try that was under way during one does not open what was sealed meanwhile.
    private(set) var lockings = 0

    init(_ phase: Phase) { self.phase = phase }

    mutating func beginTry(at now: Int64) -> Try {
        if phase == .serving { return .needless }
        if let wait = delay.wait(at: now) { return .mustWait(milliseconds: wait) }
        if isTrying { return .mustWait(milliseconds: UnlockDelay.shortestMilliseconds) }
        isTrying = true
        return .mayBeMade
    }

    /// Only a wrong key makes the next try wait: a source that cannot be read tells nothing to whoever guesses.
    mutating func tryFailed(_ problem: SealProblem, at now: Int64) {
        isTrying = false
        phase = .sealed(problem)
        if problem.reason == .wrongKey { delay.triedWrongly(at: now) }
    }

    /// - Parameter lockings: as counted when the try began.
    /// - Returns: false when the vault was locked meanwhile; it stays so.
    mutating func trySucceeded(lockings: Int) -> Bool {
        isTrying = false
        guard lockings == self.lockings else { return false }
        delay.triedRightly()
        phase = .serving
        return true
    }

    /// - Returns: whether it served until now; else the reason of the first sealing stays.
    mutating func lock(_ problem: SealProblem) -> Bool {
        lockings += 1
        guard phase == .serving else { return false }
        phase = .sealed(problem)
        return true
    }

    func wait(at now: Int64) -> Int64? { phase == .serving ? nil : delay.wait(at: now) }
}
