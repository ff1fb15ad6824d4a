import Testing

/// Where in a refresh the daemon dies.
enum CrashStep: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case intentCommitted = "intent_committed"
    /// On its way; the provider has not processed it.
    case requestSent = "request_sent"
    /// The provider has processed it; its answer never comes.
    case answerLost = "answer_lost"
    case answerReceived = "answer_received"
    case beforeCommit = "before_commit"
    case afterCommit = "after_commit"

    var testDescription: String { "killed at \(rawValue)" }

    /// The daemon kills itself there; nil where the test does it while the provider holds the request.
    var failpoint: String? {
        switch self {
        case .intentCommitted, .answerReceived, .beforeCommit, .afterCommit: rawValue
        case .requestSent, .answerLost: nil
        }
    }

    /// How the provider holds the request, and how far it is then.
    var hold: (when: String, milestone: String)? {
        switch self {
        case .requestSent: ("before", "received")
        case .answerLost: ("after", "processed")
        case .intentCommitted, .answerReceived, .beforeCommit, .afterCommit: nil
        }
    }
}
