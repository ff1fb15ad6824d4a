import VaultFetchWire

extension FetchOutcome {
    /// The outcome without anything that the server said but its status.
    enum Summary: Hashable, Sendable {
        case status(UInt16)
        case notSent(FetchNotSent)
        case unanswered(FetchUnanswered)
        case tooLarge
    }

    var summary: Summary {
        switch self {
        case .response(let reply): .status(reply.status)
        case .notSent(let reason): .notSent(reason)
        case .unanswered(let reason): .unanswered(reason)
        case .tooLarge: .tooLarge
        }
    }
}
