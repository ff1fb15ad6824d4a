import VaultFetchWire

/// Why a process of `vaultfetch` is no more.
enum FetchEnd: Hashable, Sendable {
    /// It was sent away: it had served enough, was idle, or the daemon stops.
    case retired
    /// It could not be started at all.
    case notStarted(errno: Int32)
    /// It said itself that it cannot serve.
    case refused(FetchStartFailure)
    /// It ended by itself, was killed from outside, or said something that is no frame.
    case died
    /// It did not answer in time and was killed.
    case overdue

    var isFailure: Bool { self != .retired }
}
