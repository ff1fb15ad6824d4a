// Both: which of them a C type is said to come from depends on which was loaded first.
import CSodium
import Glibc

/// The processor time of the calling thread.
enum ThreadClock {
    static func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// The fastest of some batches: whatever else the machine does only ever adds to it.
    static func best(of batches: Int, _ work: () throws -> Void) rethrows -> UInt64 {
        var best = UInt64.max
        for _ in 0..<batches {
            let start = nanoseconds()
            try work()
            best = min(best, nanoseconds() - start)
        }
        return best
    }
}
