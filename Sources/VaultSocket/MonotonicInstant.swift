import Glibc

/// A point on the clock that never jumps, in nanoseconds since boot (CLOCK_MONOTONIC).
package struct MonotonicInstant: Sendable, Hashable, Comparable {
    package let nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    package static var now: MonotonicInstant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Later by `duration`; a negative duration counts as none, one too long as the end of time.
    package func advanced(by duration: Duration) -> MonotonicInstant {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return self }
        let (whole, tooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let part = UInt64(attoseconds / 1_000_000_000)
        let (sum, tooLate) = nanoseconds.addingReportingOverflow(whole)
        let (end, overEnd) = sum.addingReportingOverflow(part)
        return MonotonicInstant(nanoseconds: tooLong || tooLate || overEnd ? .max : end)
    }

    /// The time from `earlier` to here; none if `earlier` is later.
    package func since(_ earlier: MonotonicInstant) -> Duration {
        .nanoseconds(Int64(clamping: nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0))
    }
}
