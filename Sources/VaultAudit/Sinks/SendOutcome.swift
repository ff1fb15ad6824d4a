/// What became of one message.
enum SendOutcome: Equatable {
    case sent
    /// The target will never take this one.
    case tooLarge
    /// The target takes nothing now.
    case failed(errno: Int32)
}
