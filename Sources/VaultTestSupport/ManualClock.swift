import Synchronization
package import VaultCore

/// A clock that stands still until a test moves it; wall time and interval time can be moved apart.
package final class ManualClock: WallClock {
    private struct Hands {
        var wall: Timestamp
        var monotonicMilliseconds: Int64
    }

    private let hands: Mutex<Hands>

    /// - Parameter start: by default a moment in 2023 without any meaning.
    package init(at start: Timestamp = Timestamp(seconds: 1_700_000_000)) {
        hands = Mutex(Hands(wall: start, monotonicMilliseconds: 1_000_000))
    }

    package func now() -> Timestamp { hands.withLock { $0.wall } }

    package func monotonicMilliseconds() -> Int64 { hands.withLock { $0.monotonicMilliseconds } }

    /// Lets time pass on both clocks.
    package func advance(milliseconds: Int64) {
        hands.withLock {
            $0.wall = Timestamp(milliseconds: $0.wall.milliseconds + milliseconds)
            $0.monotonicMilliseconds += milliseconds
        }
    }

    /// Lets time pass on both clocks.
    package func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }

    /// Sets the wall clock alone, as an operator or a time server does; intervals do not notice.
    package func setWall(to moment: Timestamp) { hands.withLock { $0.wall = moment } }
}
