/// How far a request has come.
enum LogMilestone: String, CaseIterable, Sendable {
    case received
    case processed
    case answered
}
