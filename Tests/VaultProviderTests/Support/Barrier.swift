import Foundation

/// Lets nobody through until so many have arrived.
final class Barrier: Sendable {
    private let condition = NSCondition()
    nonisolated(unsafe) private var missing: Int

    init(_ count: Int) { missing = count }

    func arrive() {
        condition.lock()
        missing -= 1
        if missing <= 0 { condition.broadcast() }
        while missing > 0 { condition.wait() }
        condition.unlock()
    }
}
