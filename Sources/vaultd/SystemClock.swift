import Glibc
import VaultCore

/// The kernel's clocks; the coarse ones, which are read without a system call and are a few milliseconds behind at most.
struct SystemClock: WallClock {
    func now() -> Timestamp { Timestamp(milliseconds: Self.read(CLOCK_REALTIME_COARSE)) }

    func monotonicMilliseconds() -> Int64 { Self.read(CLOCK_MONOTONIC_COARSE) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
