import Synchronization

/// So many are inside at a time; the others wait in the order in which they came, none longer than it wants to.
final class Seats: Sendable {
    private struct State {
        var count: Int
        var taken = 0
        var tickets = 0
        var queue = FIFO<Int>()
        var waiting: [Int: Flight<Bool>] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter count: at least 1.
    init(_ count: Int) { state = Mutex(State(count: count)) }

    /// How many wait.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Fewer seats let nobody in before enough have left.
    func setCount(_ count: Int) {
        let seated = state.withLock { state in
            state.count = count
            return Self.seat(&state)
        }
        for flight in seated { flight.land(true) }
    }

    /// - Returns: false when none became free in time. Whoever got one gives it back.
    func take(patienceMilliseconds: Int64, _ pause: @escaping Pause) async -> Bool {
        switch arrive(mayWait: patienceMilliseconds > 0) {
        case .seated: return true
        case .full: return false
        case .waiting(let ticket, let flight):
            let timer = Task {
                await pause(patienceMilliseconds)
                self.leave(ticket)
            }
            defer { timer.cancel() }
            // In a task of its own, which nobody cancels: a seat must not be given to somebody who has gone.
            return await Task { await flight.landing() }.value ?? false
        }
    }

    func give() {
        let seated = state.withLock { state in
            state.taken -= 1
            return Self.seat(&state)
        }
        for flight in seated { flight.land(true) }
    }

    private enum Arrival {
        case seated, full
        case waiting(Int, Flight<Bool>)
    }

    private func arrive(mayWait: Bool) -> Arrival {
        state.withLock { state in
            if state.taken < state.count {
                state.taken += 1
                return .seated
            }
            guard mayWait else { return .full }
            state.tickets += 1
            let flight = Flight<Bool>()
            state.queue.append(state.tickets)
            state.waiting[state.tickets] = flight
            return .waiting(state.tickets, flight)
        }
    }

    private func leave(_ ticket: Int) { state.withLock { $0.waiting.removeValue(forKey: ticket) }?.land(false) }

    /// Who left the queue has its number still in it.
    private static func seat(_ state: inout State) -> [Flight<Bool>] {
        var seated: [Flight<Bool>] = []
        while state.taken < state.count, let ticket = state.queue.popFirst() {
            guard let flight = state.waiting.removeValue(forKey: ticket) else { continue }
            state.taken += 1
            seated.append(flight)
        }
        return seated
    }
}
