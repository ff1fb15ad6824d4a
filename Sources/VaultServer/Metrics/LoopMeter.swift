import Synchronization
import VaultCore

/// What one loop answered from memory, in plain numbers that only it counts; whoever reads beside it sees them as they were a
/// moment ago. An answer costs one addition; a round of answers, the time of which the loop knows anyway, some more.
final class LoopMeter: Sendable {
    let tokens = Histogram(.latency)
    let sessions = Histogram(.latency)
    /// Of the tokens, those that were only in the store; more only by the loop.
    let brought = Atomic<UInt64>(0)

    /// - Parameter nanoseconds: how long the round took in which these were answered.
    func add(_ served: ServedCounts, nanoseconds: UInt64) {
        if served.tokens > 0 { tokens.observeAlone(nanoseconds, count: served.tokens) }
        if served.brought > 0 { brought.wrappingAdd(served.brought, ordering: .relaxed) }
        if served.sessions > 0 { sessions.observeAlone(nanoseconds, count: served.sessions) }
    }
}
