import VaultCore
import VaultSocket

/// Which calls wait to be sent and which wait for their answer; decides what a lost connection means for each.
struct CallLedger {
    /// A call that keeps meeting its daemon's end is given up.
    static let maximumSends = 3

    private var calls: [Int64: PendingCall] = [:]
    /// Ids in the order in which they are to be sent, from `head` on; some may be gone from `calls` already.
    private var queue: [Int64] = []
    private var head = 0
    /// Where in the stream the line of each call in flight ends.
    private var inFlight: [Int64: Int] = [:]

    var isEmpty: Bool { calls.isEmpty }
    var inFlightCount: Int { inFlight.count }
    var hasWaiting: Bool { calls.count > inFlight.count }

    mutating func add(_ call: PendingCall) {
        calls[call.id] = call
        queue.append(call.id)
    }

    /// The next call to be sent, from now on in flight.
    ///
    /// - Parameter position: bytes that were queued on this connection before it.
    mutating func takeWaiting(position: Int) -> PendingCall? {
        while head < queue.count {
            let id = queue[head]
            head += 1
            guard var call = calls[id], inFlight[id] == nil else { continue }
            call.timesSent += 1
            calls[id] = call
            inFlight[id] = position + call.frame.count
            return call
        }
        queue.removeAll(keepingCapacity: true)
        head = 0
        return nil
    }

    /// Answered, timed out or cancelled; nil if it was one of these before.
    mutating func remove(_ id: Int64) -> PendingCall? {
        inFlight[id] = nil
        return calls.removeValue(forKey: id)
    }

    mutating func removeAll() -> [PendingCall] {
        let all = calls.values.sorted { $0.id < $1.id }
        self = CallLedger()
        return all
    }

    /// The connection is gone: calls that cannot have been done, or may be done twice, wait again in their old order.
    ///
    /// - Parameters:
    ///   - sent: bytes of the stream that the kernel took.
    ///   - patienceEnds: until then those that wait again do so.
    /// - Returns: the calls that fail.
    mutating func connectionLost(sent: Int, patienceEnds: MonotonicInstant) -> [PendingCall] {
        var failed: [PendingCall] = []
        var again: [Int64] = []
        for (id, end) in inFlight.sorted(by: { $0.value < $1.value }) {
            guard var call = calls[id] else { continue }
            // A line without its newline was never a call.
            if end > sent { call.timesSent -= 1 }
            if end > sent || (call.isRepeatable && call.timesSent < Self.maximumSends) {
                call.patienceEnds = max(call.patienceEnds, patienceEnds)
                calls[id] = call
                again.append(id)
            } else {
                calls[id] = nil
                failed.append(call)
            }
        }
        inFlight = [:]
        queue = again + queue[head...]
        head = 0
        return failed
    }

    /// What was in flight when the stream stopped making sense.
    mutating func removeInFlight() -> [PendingCall] {
        inFlight.keys.sorted().compactMap { remove($0) }
    }

    /// Waiting calls whose patience is over.
    mutating func removeImpatient(at now: MonotonicInstant) -> [PendingCall] {
        let ids = calls.values.filter { inFlight[$0.id] == nil && $0.patienceEnds <= now }.map(\.id)
        return ids.sorted().compactMap { remove($0) }
    }

    /// When the next waiting call loses patience.
    var nextImpatience: MonotonicInstant? {
        calls.values.filter { inFlight[$0.id] == nil }.map(\.patienceEnds).min()
    }
}
