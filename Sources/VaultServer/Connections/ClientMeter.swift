import Synchronization
import VaultCore

/// What one client has used up, over all of its connections and loops.
final class ClientMeter: Sendable {
    private struct State {
        var calls: TokenBucket?
        var subjects: SubjectMeter
        var inFlight = 0
    }

    /// A tenth of a second's worth is the least that is worth coming back for: a client that asks without end is answered so
    /// seldom that others do not feel it (`Reactor.hold`).
    static let leastWaitMilliseconds: Int64 = 100

    let limits: ClientLimits
    private let state: Mutex<State>

    init(_ limits: ClientLimits) {
        self.limits = limits
        let bucket = limits.callsPerSecond.map { TokenBucket(perSecond: $0, burst: limits.burst ?? $0) }
        state = Mutex(State(calls: bucket, subjects: SubjectMeter(limits)))
    }

    /// For a call that is answered at once: whether there is one left. Refused, nothing is counted.
    func takes(at nanoseconds: UInt64) -> Bool {
        state.withLock { $0.calls?.take(1, at: nanoseconds) == nil }
    }

    /// Counts calls in that are worked on from now on; `end` counts them out again.
    func begin(_ calls: Int, at nanoseconds: UInt64) -> VaultError? {
        state.withLock { state in
            if let most = limits.inFlight, state.inFlight + calls > most {
                return .rateLimited(retryAfterMilliseconds: Self.leastWaitMilliseconds)
            }
            if let wait = state.calls?.take(calls, at: nanoseconds) {
                return .rateLimited(
                    retryAfterMilliseconds: max(Self.leastWaitMilliseconds, Self.milliseconds(wait)))
            }
            state.inFlight += calls
            return nil
        }
    }

    func end(_ calls: Int) { state.withLock { $0.inFlight -= calls } }

    /// Counts a call about one subject.
    func take(_ subject: Subject, at nanoseconds: UInt64) -> SubjectMeter.Refusal? {
        guard limits.countSubjects else { return nil }
        return state.withLock { $0.subjects.take(subject, at: nanoseconds) }
    }

    /// Rounded up, so that nobody comes too early; of what never fits, a minute.
    static func milliseconds(_ nanoseconds: UInt64) -> Int64 {
        nanoseconds == .max ? 60_000 : Int64(clamping: (nanoseconds + 999_999) / 1_000_000)
    }
}
