import VaultCore

/// How long a revocation is tried again at its provider: doubling waits from five seconds up to an hour, a Retry-After
/// kept where it is longer, at most 400 tries and at most seven days.
struct RevocationRules {
    static let tries = 400
    static let days: Int64 = 7
    private static let longestHintSeconds: Int64 = 24 * 3600
    private static let backOff = BackOff(
        floorMilliseconds: 1_000, baseMilliseconds: 5_000, capMilliseconds: 3_600_000)

    /// What becomes of a job after a try that may be repeated.
    enum NextTry: Equatable {
        case at(Timestamp)
        case never
    }

    /// - Parameter failures: this one included.
    static func nextTry(
        after failures: Int, queuedAt: Timestamp, hintSeconds: Int64?, now: Timestamp, jitter: UInt64
    ) -> NextTry {
        let end = queuedAt.adding(seconds: days * 24 * 3600)
        guard failures < tries, now < end else { return .never }
        let wait = backOff.milliseconds(after: failures, jitter: jitter)
        let hint = min(max(0, hintSeconds ?? 0), longestHintSeconds) * 1000
        return .at(Timestamp(milliseconds: now.milliseconds + max(wait, hint)))
    }

    /// When the queue first looks at a job: not before the immediate try has had its time.
    static func firstLook(now: Timestamp, deadlineMilliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + deadlineMilliseconds + 5_000)
    }
}
