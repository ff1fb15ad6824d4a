import VaultFetchWire

/// The state of one process's work: what waits, what is out, what is overdue. Decides, and does no I/O.
struct FetchExchange {
    private struct Ticket {
        let id: UInt64
        let request: OutgoingRequest
        /// When the asking side stops waiting.
        let deadline: Int64
    }

    private let inFlight: Int
    private let slack: Int64
    private var waiting: [Ticket] = []
    /// Written whole, and the moment after which the process is taken for stuck.
    private var out: [UInt64: Int64] = [:]
    private var lastID: UInt64 = 0
    private(set) var isReady = false
    private(set) var accepted = 0
    private(set) var hasAnswered = false

    init(inFlight: Int, slack: Int64) {
        self.inFlight = inFlight
        self.slack = slack
    }

    var isIdle: Bool { waiting.isEmpty && out.isEmpty }

    mutating func accept(_ request: OutgoingRequest, now: Int64) -> UInt64 {
        lastID += 1
        accepted += 1
        waiting.append(Ticket(id: lastID, request: request, deadline: now + request.deadlineMilliseconds))
        return lastID
    }

    mutating func ready() { isReady = true }

    /// The next request to be written, with what is left of its time; none before the process can serve.
    mutating func next(now: Int64) -> FetchRequest? {
        guard isReady, out.count < inFlight, let ticket = waiting.first else { return nil }
        waiting.removeFirst()
        let left = max(1, ticket.deadline - now)
        out[ticket.id] = now + left + slack
        return FetchRequest(
            id: ticket.id, method: ticket.request.method, url: ticket.request.url, headers: ticket.request.headers,
            body: ticket.request.body, deadlineMilliseconds: UInt32(clamping: left),
            responseCap: ticket.request.responseCap)
    }

    /// A request that cannot be put into a frame.
    mutating func withdraw(_ id: UInt64) { out[id] = nil }

    /// False for an id that is not out: then the process cannot be trusted.
    mutating func answered(_ id: UInt64) -> Bool {
        hasAnswered = true
        return out.removeValue(forKey: id) != nil
    }

    /// Those that waited until their time was over; they were never written.
    mutating func expired(now: Int64) -> [UInt64] {
        let late = waiting.filter { $0.deadline <= now }
        waiting.removeAll { $0.deadline <= now }
        return late.map(\.id)
    }

    func isOverdue(now: Int64) -> Bool { out.values.contains { $0 <= now } }

    /// When to look again at the latest.
    var nextMoment: Int64? {
        let waits = waiting.lazy.map(\.deadline).min()
        let overdue = out.values.min()
        return [waits, overdue].compactMap { $0 }.min()
    }

    /// The process is gone: what was written may have been acted on, what was not certainly has not.
    mutating func end(partlyWritten: UInt64?) -> [(id: UInt64, outcome: FetchOutcome)] {
        let written = out.keys.map { id -> (id: UInt64, outcome: FetchOutcome) in
            (id, id == partlyWritten ? .notSent(.notAccepted) : .unanswered(.processEnded))
        }
        let unwritten = waiting.map { (id: $0.id, outcome: FetchOutcome.notSent(.notAccepted)) }
        out = [:]
        waiting = []
        return written + unwritten
    }
}
