import Synchronization
import VaultCore

/// Counts the handles that lead nowhere, for each client; those that are right are never held up by it.
final class FailureMeter: Sendable {
    struct Wait {
        let milliseconds: Int64
        /// Whether the one before was still within the measure.
        let isFirst: Bool
    }

    private struct Count {
        let perMinute: Int
        var bucket: TokenBucket
        var isOver = false
    }

    private let clock: any WallClock
    private let counts = Mutex<[ClientName?: Count]>([:])

    init(_ clock: any WallClock) { self.clock = clock }

    /// - Returns: nil while the client is within the measure.
    func note(_ client: ClientName?, perMinute: Int) -> Wait? {
        let now = UInt64(max(0, clock.monotonicMilliseconds())) * 1_000_000
        return counts.withLock { counts in
            // A bucket fills in whole calls per second; a minute is a burst.
            var count =
                counts[client].flatMap { $0.perMinute == perMinute ? $0 : nil }
                ?? Count(perMinute: perMinute, bucket: TokenBucket(perSecond: max(1, perMinute / 60), burst: perMinute))
            defer { counts[client] = count }
            guard let wait = count.bucket.take(1, at: now) else {
                count.isOver = false
                return nil
            }
            defer { count.isOver = true }
            return Wait(milliseconds: Int64(wait / 1_000_000) + 1, isFirst: !count.isOver)
        }
    }
}
