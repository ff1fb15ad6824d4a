/// So many calls at once, so many per second in the long run: the bucket fills steadily and each call takes one out.
///
/// It is kept as the moment at which it will be full (the generic cell rate algorithm, ITU-T I.371): one number to change, and
/// nothing to fill while nobody calls.
package struct TokenBucket: Hashable, Sendable {
    /// Between two calls in the long run, in nanoseconds.
    private let interval: UInt64
    /// What may be taken from a full bucket, as time.
    private let depth: UInt64
    /// When it is full again.
    private var fullAt: UInt64 = 0

    /// - Parameters:
    ///   - perSecond: 1 to 1,000,000,000.
    ///   - burst: calls in a full bucket, at least 1.
    package init(perSecond: Int, burst: Int) {
        interval = 1_000_000_000 / UInt64(max(1, perSecond))
        depth = interval * UInt64(max(1, burst))
    }

    /// Takes `calls` out, all of them or none.
    ///
    /// - Parameter now: nanoseconds of a clock that does not go back; where it does, the bucket just fills later.
    /// - Returns: nil where they were there; else nanoseconds until they are, or `.max` for more than ever fit.
    package mutating func take(_ calls: Int, at now: UInt64) -> UInt64? {
        let (cost, isTooMuch) = interval.multipliedReportingOverflow(by: UInt64(calls))
        guard !isTooMuch, cost <= depth else { return .max }
        let next = max(fullAt, now) + cost
        guard next - now <= depth else { return next - now - depth }
        fullAt = next
        return nil
    }

    /// Takes one call out, of what is still to come if need be.
    ///
    /// - Parameter patience: nanoseconds.
    /// - Returns: nanoseconds until the call may be made; nil where that is longer than `patience`, and nothing was taken.
    package mutating func reserve(at now: UInt64, patience: UInt64) -> UInt64? {
        let wait = wait(at: now)
        guard wait <= patience else { return nil }
        fullAt = max(fullAt, now) + interval
        return wait
    }

    /// Nanoseconds until one call may be made.
    package func wait(at now: UInt64) -> UInt64 {
        let taken = max(fullAt, now) + interval - now
        return taken > depth ? taken - depth : 0
    }

    /// Whether it says nothing that a new one would not say.
    package func isFull(at now: UInt64) -> Bool { fullAt <= now }
}
