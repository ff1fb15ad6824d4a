import Glibc
import VaultCore

/// The clock that the daemon has: the kernel's coarse one.
struct BareClock: WallClock {
    func now() -> Timestamp { Timestamp(milliseconds: Int64(SystemTime.coarseWall / 1_000_000)) }
    func monotonicMilliseconds() -> Int64 { Int64(SystemTime.coarseMonotonic / 1_000_000) }
}
