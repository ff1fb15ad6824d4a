/// On which side of the processing a fault strikes: after it, a rotation has happened and its answer is at stake.
enum Stage: String, CaseIterable, Sendable {
    case before
    case after
}
