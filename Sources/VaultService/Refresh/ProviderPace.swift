import VaultCore

/// When the next request may go to one provider, by its rate: those who must wait get the next free moments in the order in
/// which they ask, and whoever would have to wait too long is told a moment of their own to come back.
struct ProviderPace: Sendable {
    enum Answer: Equatable {
        /// Nanoseconds from now.
        case wait(UInt64)
        case refused(retryAfter: UInt64)
    }

    /// Nobody is sent away for longer.
    static let longestRetry: UInt64 = 3_600_000_000_000

    private var bucket: TokenBucket
    /// Between two requests, in nanoseconds.
    private let interval: UInt64
    /// The moment that the last of those who were sent away was told.
    private var promised: UInt64 = 0

    init(_ limits: ProviderLimits) {
        bucket = TokenBucket(
            perSecond: limits.requestsPerSecond, burst: limits.burst ?? limits.requestsPerSecond)
        interval = 1_000_000_000 / UInt64(max(1, limits.requestsPerSecond))
    }

    /// - Parameters:
    ///   - now: monotonic nanoseconds.
    ///   - patience: nanoseconds.
    mutating func ask(at now: UInt64, patience: UInt64) -> Answer {
        if let wait = bucket.reserve(at: now, patience: patience) { return .wait(wait) }
        // Told all the same moment, they would all come at it.
        promised = min(max(promised, now + bucket.wait(at: now)) + interval, now + Self.longestRetry)
        return .refused(retryAfter: promised - now)
    }

    /// Counts a request that could not be asked for; those who come after it wait for it.
    mutating func charge(at now: UInt64) { _ = bucket.reserve(at: now, patience: .max) }
}
