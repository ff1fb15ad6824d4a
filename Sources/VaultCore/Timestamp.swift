/// A moment of the wall clock, in milliseconds since 1970-01-01 UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// - Parameter seconds: clamped to what milliseconds can hold, so that no value from outside can trap.
    package init(seconds: Int64) {
        milliseconds = min(max(seconds, -9_000_000_000_000), 9_000_000_000_000) * 1000
    }

    package var seconds: Int64 { milliseconds / 1000 }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    package func adding(seconds: Int64) -> Timestamp {
        let step = min(max(seconds, -9_000_000_000_000), 9_000_000_000_000) * 1000
        let (sum, overflow) = milliseconds.addingReportingOverflow(step)
        return Timestamp(milliseconds: overflow ? (step > 0 ? .max : .min) : sum)
    }

    /// Whole seconds from `other` to this moment, rounded down; negative when this moment is earlier.
    @inlinable @inline(__always)
    package func seconds(since other: Timestamp) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
        return overflow
            ? (self > other ? .max : .min) : (difference >= 0 ? difference / 1000 : -((-difference + 999) / 1000))
    }
}
