import VaultCore

/// Finds which of several client secrets a provider accepts, by asking with refresh tokens that are none: pure.
///
/// A secret counts as accepted only where the provider refuses the token (`invalid_grant`) and would have refused a wrong client
/// otherwise. Some servers look at the token first and say the same whoever asks; there nothing can be told.
struct SecretSearch {
    enum Step: Equatable {
        case ask(Int)
        /// Ask with a secret that is certainly wrong, to see whether that is noticed.
        case askWithWrong
        case end(Finding)
    }

    enum Finding: Equatable {
        case accepted(Int)
        case noneAccepted(ProviderErrorCode?)
        /// It cannot be told now.
        case undecided(UnavailableReason, retryAfterSeconds: Int64?)
        case indistinct
    }

    /// What the provider said to one secret.
    enum Verdict: Equatable {
        case accepted
        case refused(ProviderErrorCode?)
        case undecided(UnavailableReason, retryAfterSeconds: Int64?)

        init(_ outcome: RefreshOutcome) {
            self =
                switch outcome {
                case .refused: .accepted
                case .clientFault(let code): .refused(code)
                case .transient(let reason, let seconds): .undecided(reason, retryAfterSeconds: seconds)
                case .unknown(let reason): .undecided(reason, retryAfterSeconds: nil)
                // Nobody can mean that of a token that was never given out.
                case .refreshed, .stepUp, .consentRequired, .blockedByPolicy:
                    .undecided(.badAnswer, retryAfterSeconds: nil)
                }
        }
    }

    private var waiting: [Int]
    private var asked: Int?
    private var accepted: Int?
    private var firstCode: ProviderErrorCode?
    /// Whether this provider is known to notice a wrong secret.
    private(set) var noticesWrong: Bool

    /// - Parameter first: the one that was accepted last, if any; the others follow in their order.
    init(count: Int, first: Int?, noticesWrong: Bool) {
        waiting = [first].compactMap { $0 } + (0..<count).filter { $0 != first }
        self.noticesWrong = noticesWrong
    }

    /// - Parameter verdict: on the step before; nil at the beginning.
    mutating func next(after verdict: Verdict?) -> Step {
        switch verdict {
        case nil: return askNext()
        case .undecided(let reason, let seconds)?: return .end(.undecided(reason, retryAfterSeconds: seconds))
        case .accepted?:
            if accepted != nil { return .end(.indistinct) }
            accepted = asked
            return noticesWrong ? end() : .askWithWrong
        case .refused(let code)?:
            noticesWrong = true
            if accepted != nil { return end() }
            firstCode = firstCode ?? code
            return askNext()
        }
    }

    private mutating func askNext() -> Step {
        guard !waiting.isEmpty else { return end() }
        let next = waiting.removeFirst()
        asked = next
        return .ask(next)
    }

    private func end() -> Step { .end(accepted.map(Finding.accepted) ?? .noneAccepted(firstCode)) }
}
