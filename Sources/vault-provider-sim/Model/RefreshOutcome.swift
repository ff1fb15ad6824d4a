/// The model's answer to a refresh.
enum RefreshOutcome: Equatable, Sendable {
    case issued(IssuedTokens, Verdict)
    case refused(Refusal, Verdict)

    var verdict: Verdict {
        switch self {
        case .issued(_, let verdict), .refused(_, let verdict): verdict
        }
    }
}
