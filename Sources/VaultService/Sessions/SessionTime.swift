import Synchronization
package import VaultCore

/// The time that sessions live by: never earlier than it was, so that a wall clock which is set back makes nothing live longer,
/// and never slower than time passes.
///
/// A wall clock that is set forward, or a machine that slept, is believed: what ended by it has ended. After a restart the wall
/// clock is believed again; `Session.end` deals with sessions that were seen later than that.
package final class SessionTime: Sendable {
    private struct Reading {
        var wall: Timestamp
        var monotonic: Int64
    }

    private let clock: any WallClock
    private let latest: Mutex<Reading>

    package init(_ clock: any WallClock) {
        self.clock = clock
        latest = Mutex(Reading(wall: clock.now(), monotonic: clock.monotonicMilliseconds()))
    }

    package func now() -> Timestamp {
        let (wall, monotonic) = (clock.now(), clock.monotonicMilliseconds())
        return latest.withLock { latest in
            let passed = Timestamp(
                milliseconds: latest.wall.milliseconds + max(0, monotonic - latest.monotonic))
            latest = Reading(wall: max(wall, passed), monotonic: max(monotonic, latest.monotonic))
            return latest.wall
        }
    }
}
