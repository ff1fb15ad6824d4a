import Synchronization
import VaultFetchWire

/// The requests that are not answered yet; whoever takes one out gives the one answer.
final class FlightTable: Sendable {
    private struct State {
        var flights: [UInt64: Flight] = [:]
        var byTask: [Int: Flight] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// False when the table is full or closed.
    func insert(_ flight: Flight) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.flights.count < capacity else { return false }
            state.flights[flight.request.id] = flight
            return true
        }
    }

    func bind(_ flight: Flight, toTask task: Int) { state.withLock { $0.byTask[task] = flight } }

    func flight(ofTask task: Int) -> Flight? { state.withLock { $0.byTask[task] } }

    var isEmpty: Bool { state.withLock { $0.flights.isEmpty } }

    func holds(_ flight: Flight) -> Bool { state.withLock { $0.flights[flight.request.id] === flight } }

    /// False when somebody else has answered, or is about to.
    func take(_ flight: Flight) -> Bool {
        state.withLock { state in
            guard state.flights[flight.request.id] === flight else { return false }
            state.flights[flight.request.id] = nil
            return true
        }
    }

    func unbind(task: Int) { state.withLock { $0.byTask[task] = nil } }

    /// Lets nothing new in, and hands out those that have not begun.
    func close() -> [Flight] {
        state.withLock { state in
            state.isClosed = true
            let waiting = state.flights.values.filter { !$0.isBegun }
            for flight in waiting { state.flights[flight.request.id] = nil }
            return waiting
        }
    }
}
