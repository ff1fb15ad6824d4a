/// How long to wait before the next try: doubling from a base up to a cap, the upper half of it left to chance, so that
/// those who failed together do not come back together.
struct BackOff: Sendable {
    let baseMilliseconds: Int64
    let capMilliseconds: Int64

    /// - Parameters:
    ///   - failures: how many tries have failed before this wait, at least 1.
    ///   - jitter: any random number.
    func milliseconds(after failures: Int, jitter: UInt64) -> Int64 {
        let doublings = max(0, failures - 1)
        let whole = doublings < 40 ? min(capMilliseconds, baseMilliseconds << Int64(doublings)) : capMilliseconds
        let half = whole / 2
        return whole - half + Int64(jitter % UInt64(half + 1))
    }
}
