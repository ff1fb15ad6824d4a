/// Makes guessing slow: after each wrong try the next must wait twice as long, 1 s at first, 60 s at most. Moments are those of
/// a clock that is never set, in milliseconds.
package struct UnlockDelay: Equatable, Sendable {
    package static let shortestMilliseconds: Int64 = 1_000
    package static let longestMilliseconds: Int64 = 60_000

    private var wrongTries = 0
    private var notBefore = Int64.min

    package init() {}

    /// - Returns: how long the next try must still wait; nil when it may be made.
    package func wait(at now: Int64) -> Int64? { now < notBefore ? notBefore - now : nil }

    package mutating func triedWrongly(at now: Int64) {
        wrongTries = min(wrongTries + 1, 62)
        let (doubled, isTooLong) = Self.shortestMilliseconds.multipliedReportingOverflow(by: 1 << (wrongTries - 1))
        notBefore = now + (isTooLong ? Self.longestMilliseconds : min(doubled, Self.longestMilliseconds))
    }

    package mutating func triedRightly() { self = UnlockDelay() }
}
