import Synchronization

/// What a sink has sent and lost since the start, and whether it fails now; read from any thread.
package final class SinkTally: Sendable {
    private let sentCount = Atomic<UInt64>(0)
    private let lostCount = Atomic<UInt64>(0)
    private let failing = Atomic(false)

    package var sent: UInt64 { sentCount.load(ordering: .relaxed) }
    package var lost: UInt64 { lostCount.load(ordering: .relaxed) }
    package var isFailing: Bool { failing.load(ordering: .relaxed) }

    func noteSent() { sentCount.wrappingAdd(1, ordering: .relaxed) }
    func noteLost(_ count: Int64) { lostCount.wrappingAdd(UInt64(count), ordering: .relaxed) }
    func note(isFailing: Bool) { failing.store(isFailing, ordering: .relaxed) }
}
