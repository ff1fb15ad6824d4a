/// How long to wait before the next try: anything from a floor up to a bound that doubles, so that those who failed together do
/// not come back together ("full jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
struct BackOff: Sendable {
    let floorMilliseconds: Int64
    /// The first bound, not below the floor.
    let baseMilliseconds: Int64
    let capMilliseconds: Int64

    /// - Parameters:
    ///   - failures: how many tries have failed before this wait, at least 1.
    ///   - jitter: any random number.
    func milliseconds(after failures: Int, jitter: UInt64) -> Int64 {
        let doublings = max(0, failures - 1)
        let bound = doublings < 40 ? min(capMilliseconds, baseMilliseconds << Int64(doublings)) : capMilliseconds
        return floorMilliseconds + Int64(jitter % UInt64(bound - floorMilliseconds + 1))
    }
}
