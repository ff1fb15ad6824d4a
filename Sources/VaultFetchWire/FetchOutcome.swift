/// How one request ended; only `notSent` promises that the server saw nothing.
package enum FetchOutcome: Sendable, Equatable {
    case response(FetchReply)
    case notSent(FetchNotSent)
    case unanswered(FetchUnanswered)
    /// The body was larger than the cap; the status had arrived, the rest was thrown away.
    case tooLarge(status: UInt16)
}
