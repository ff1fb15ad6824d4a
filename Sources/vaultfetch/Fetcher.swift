import Dispatch
import Foundation
import FoundationNetworking
import VaultFetchWire

/// Carries out requests on one URLSession that lives as long as the process, and answers each exactly once, in time.
///
/// FoundationNetworking 6.3.1 aborts in short-lived sessions, so there is one; it has no total timeout, so deadlines are
/// kept here; its delegate form is used because the async form can deadlock when it is cancelled. Any call into it may
/// block behind a flooded connection, so none is made on the reading thread or on the clock.
final class Fetcher: Sendable {
    private static let capacity = 256
    /// How long a cancelled transfer may take to say that it has ended.
    private static let cancelSlack = DispatchTimeInterval.milliseconds(250)
    private static let surveyGap = DispatchTimeInterval.milliseconds(10)

    private let pipe: ReportPipe
    private let table = FlightTable(capacity: Fetcher.capacity)
    private let clock = DispatchQueue(label: "vaultfetch.deadline", qos: .userInteractive)
    private let starter = DispatchQueue(label: "vaultfetch.start", qos: .userInteractive)
    private let canceller = DispatchQueue(label: "vaultfetch.cancel", qos: .userInteractive, attributes: .concurrent)
    /// The session's operation queue does not keep it alive.
    private let observation = DispatchQueue(label: "vaultfetch.session", qos: .userInteractive)
    private let session: URLSession

    init(pipe: ReportPipe) {
        self.pipe = pipe
        let observer = SessionObserver()
        session = URLSession(
            configuration: .fetching(connections: Fetcher.capacity), delegate: observer,
            delegateQueue: .fetching(on: observation))
        observer.attach(self)
    }

    func start(_ request: FetchRequest) {
        guard let urlRequest = URLRequest(request) else { return answer(request.id, .notSent(.badRequest)) }
        let flight = Flight(request)
        guard table.insert(flight) else { return answer(request.id, .notSent(.notAccepted)) }
        watch(flight)
        starter.async { [self] in
            guard flight.begin() else { return }
            let task = session.dataTask(with: urlRequest)
            flight.carry(on: task)
            table.bind(flight, toTask: task.taskIdentifier)
            task.resume()
        }
    }

    /// Passes on what the session has to say of a task.
    func note(_ task: Int, _ change: (inout Transfer) -> Void) {
        guard let flight = table.flight(ofTask: task) else { return }
        if flight.change(change) { cancel(flight) }
    }

    /// The transfer has ended by itself or after `cancel`.
    func finish(_ task: Int, error: (any Error)?) {
        guard let flight = table.flight(ofTask: task) else { return }
        table.unbind(task: task)
        guard table.take(flight) else { return }
        let outcome = flight.outcome(error: error)
        table.isEmpty ? answerLast(flight.request.id, outcome) : answer(flight.request.id, outcome)
    }

    private func answer(_ id: UInt64, _ outcome: FetchOutcome) {
        pipe.write(.answer(FetchAnswer(id: id, outcome: outcome)))
    }

    /// A server that speaks HTTP/2, or ignores `Connection: close`, leaves its connection open; such a one can die just as
    /// the next token goes out on it. So the last answer is given when nothing is left open that the next request, which
    /// may come because of it, could be put on. Nothing begins while this runs, as both are on the same queue.
    private func answerLast(_ id: UInt64, _ outcome: FetchOutcome) {
        starter.async { [self] in
            if table.isEmpty { ConnectionBreaker.shutAll() }
            answer(id, outcome)
        }
    }
}

extension Fetcher {
    private func watch(_ flight: Flight) {
        let deadline = DispatchTime.now() + .milliseconds(Int(flight.request.deadlineMilliseconds))
        clock.asyncAfter(deadline: deadline) { [self, weak flight] in
            guard let flight, table.holds(flight) else { return }
            expire(flight, by: deadline + Fetcher.cancelSlack)
        }
    }

    private func expire(_ flight: Flight, by last: DispatchTime) {
        let isFirst = flight.change { $0.end(.deadline) }
        guard flight.isBegun else {
            if table.take(flight) { answer(flight.request.id, .notSent(.deadline)) }
            return
        }
        if isFirst { cancel(flight) }
        clock.asyncAfter(deadline: last) { [self] in abandon(flight) }
    }

    /// The task did not stop in time: nobody can say what it has done, and the session serves nobody else either. The
    /// process stays and refuses what comes, until the asking side has seen that and closes the socket: to end by itself
    /// would leave requests unread of which nobody could say whether they were.
    private func abandon(_ flight: Flight) {
        guard table.take(flight) else { return }
        let waiting = table.close()
        answer(flight.request.id, .unanswered(.deadline))
        for flight in waiting { answer(flight.request.id, .notSent(.notAccepted)) }
    }

    private func cancel(_ flight: Flight) {
        canceller.async { flight.cancelTask() }
        cutIfFlooded(flight, tries: 10)
    }

    /// A task that does not stop at once is being flooded: look twice, and cut what grew in between.
    private func cutIfFlooded(_ flight: Flight, tries: Int) {
        clock.asyncAfter(deadline: .now() + Fetcher.surveyGap) { [self] in
            guard tries > 0, table.holds(flight) else { return }
            let before = ConnectionBreaker.survey()
            clock.asyncAfter(deadline: .now() + Fetcher.surveyGap) { [self] in
                guard table.holds(flight) else { return }
                ConnectionBreaker.shutFlooded(since: before)
                cutIfFlooded(flight, tries: tries - 1)
            }
        }
    }
}
