import Glibc

/// A moment of a clock that never goes back, for waiting; rules take their time from outside instead.
struct MonotonicTime: Comparable, Sendable {
    let milliseconds: Int64

    static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.milliseconds < right.milliseconds }

    func adding(milliseconds more: Int64) -> MonotonicTime { MonotonicTime(milliseconds: milliseconds + more) }

    /// As `poll` takes it: never negative, rounded up by one so that a wait does not end just before its time.
    var millisecondsFromNow: Int32 {
        Int32(clamping: max(0, milliseconds - MonotonicTime.now.milliseconds + 1))
    }
}
