import Synchronization

/// Does something once, at the n-th event: when a change was sent or answered, among the others that are under way.
final class Countdown: Sendable {
    private let left: Mutex<Int>
    private let action: @Sendable () -> Void

    init(_ events: Int, action: @escaping @Sendable () -> Void) {
        left = Mutex(events)
        self.action = action
    }

    func tick() {
        let isDue = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isDue { action() }
    }
}
