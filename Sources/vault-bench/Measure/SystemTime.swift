// Both: which of them a C type is said to come from depends on which was loaded first.
import CSodium
import Glibc

/// The clocks of the system, in nanoseconds.
enum SystemTime {
    /// Processor time of the calling thread.
    static var thread: UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }
    static var wall: UInt64 { read(CLOCK_REALTIME) }
    static var monotonic: UInt64 { read(CLOCK_MONOTONIC) }
    /// Of the kernel's last tick.
    static var coarseWall: UInt64 { read(CLOCK_REALTIME_COARSE) }
    static var coarseMonotonic: UInt64 { read(CLOCK_MONOTONIC_COARSE) }

    /// Processor time of all threads of a process; 0 when it is gone.
    static func processor(of process: pid_t) -> UInt64 {
        var clock = clockid_t()
        return clock_getcpuclockid(process, &clock) == 0 ? read(clock) : 0
    }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// The fastest of some batches by the thread's own time: whatever else the machine does only ever adds to it.
    static func best(of batches: Int, _ work: () throws -> Void) rethrows -> UInt64 {
        var best = UInt64.max
        for _ in 0..<batches {
            let start = thread
            try work()
            best = min(best, thread - start)
        }
        return best
    }
}
