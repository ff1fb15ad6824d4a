import Synchronization
import Testing

/// What many callers did to sessions at once, with the order of beginnings and ends; tells whether one caller after the other could
/// have seen the same.
///
/// Of one session only a revocation ends it, and only one renewal replaces each of its handles (the overlap outlives the test), so
/// that a sequential order exists exactly where the rules below hold.
final class SessionHistory: Sendable {
    enum Call: Hashable, Sendable {
        case lookUp, renew, revoke
    }

    enum Answer: Equatable, Sendable {
        /// With the payload of the handle; a renewal's is that of its new handle.
        case found(payload: String)
        case done
        case notFound
        case conflict
        /// The daemon died meanwhile: done or not.
        case unknown
    }

    /// A handle of a session by the payload that was put in with it.
    struct Target: Hashable, Sendable {
        let session: Int
        let payload: String
    }

    struct Event: Sendable {
        let call: Call
        let target: Target
        let answer: Answer
        let begun: Int
        let ended: Int
    }

    private let clock = Atomic(0)
    private let recorded = Mutex<[Event]>([])

    var events: [Event] { recorded.withLock { $0 } }

    func tick() -> Int { clock.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }

    func record(_ call: Call, _ target: Target, _ answer: Answer, begun: Int) {
        let event = Event(call: call, target: target, answer: answer, begun: begun, ended: tick())
        recorded.withLock { $0.append(event) }
    }

    /// Events that no sequential order explains, in words.
    func violations() -> [String] {
        Dictionary(grouping: events, by: \.target.session).values.flatMap(Self.violations)
    }

    private static func violations(of session: [Event]) -> [String] {
        let ends = session.filter { $0.call == .revoke && ($0.answer == .done || $0.answer == .unknown) }
        let acknowledged = ends.filter { $0.answer == .done }
        var found: [String] = []
        if acknowledged.count > 1 { found.append("ended twice") }
        for event in session {
            let isAfterEnd = acknowledged.contains { $0.ended < event.begun }
            let mayBeAfterEnd = ends.contains { $0.begun < event.ended }
            let others = session.filter { $0.call == .renew && $0.target == event.target && $0.begun < event.ended }
            switch event.answer {
            case .found(let payload):
                if isAfterEnd { found.append("\(event.call) found what had ended") }
                if event.call == .lookUp, payload != event.target.payload { found.append("another payload") }
                let twins = session.filter {
                    guard case .found = $0.answer else { return false }
                    return event.call == .renew && $0.call == .renew && $0.target == event.target
                }
                if twins.count > 1 { found.append("renewed twice") }
            case .done: if isAfterEnd { found.append("\(event.call) done to what had ended") }
            case .notFound: if !mayBeAfterEnd { found.append("\(event.call) missed what was there") }
            case .conflict: if others.count < 2 { found.append("a conflict with nobody") }
            case .unknown: break
            }
        }
        return found
    }
}
