import Glibc
import Synchronization

/// How a thread that follows the log is told to end, and tells that it has.
final class WorkerStop: Sendable {
    private static let slice: Int32 = 50
    private let stopping = Atomic(false)
    private let ended = Atomic(false)

    var isStopping: Bool { stopping.load(ordering: .acquiring) }
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func stop() { stopping.store(true, ordering: .releasing) }
    func noteEnd() { ended.store(true, ordering: .releasing) }

    /// Waits, but not when it is told to end.
    func pause(milliseconds: Int32) {
        var left = milliseconds
        while left > 0, !isStopping {
            poll(nil, 0, min(left, Self.slice))
            left -= Self.slice
        }
    }
}
