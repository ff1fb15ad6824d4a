import Foundation

/// Lets nobody through until so many have arrived.
final class Barrier: Sendable {
    private let condition = NSCondition()
    nonisolated(unsafe) private var missing: Int

    init(_ count: Int) { missing = count }

    /// Arrives and goes on at once.
    func pass() {
        condition.lock()
        missing -= 1
        if missing <= 0 { condition.broadcast() }
        condition.unlock()
    }

    /// Arrives without holding up the thread that it is called on.
    func all() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.arrive()
                continuation.resume()
            }
        }
    }

    func arrive() {
        condition.lock()
        missing -= 1
        if missing <= 0 { condition.broadcast() }
        while missing > 0 { condition.wait() }
        condition.unlock()
    }
}
