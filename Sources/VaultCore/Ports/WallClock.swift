/// Tells the time; the real one asks the kernel, the one in tests is moved by hand.
package protocol WallClock: Sendable {
    /// The wall clock.
    func now() -> Timestamp

    /// Milliseconds of a clock that never goes back, for intervals.
    func monotonicMilliseconds() -> Int64
}
