import Synchronization
import VaultFetchWire

@testable import VaultProvider

/// Answers by address and remembers what it was asked; an address that it does not know is refused.
final class FakeFetching: Fetching {
    private let answers: Mutex<[String: FetchOutcome]>
    private let log = Mutex<[OutgoingRequest]>([])
    private let gate: (@Sendable () async -> Void)?

    init(_ answers: [String: FetchOutcome], gate: (@Sendable () async -> Void)? = nil) {
        self.answers = Mutex(answers)
        self.gate = gate
    }

    func set(_ url: String, _ outcome: FetchOutcome) { answers.withLock { $0[url] = outcome } }

    func fetch(_ request: OutgoingRequest, in lane: FetchLaneKey) async -> FetchOutcome {
        log.withLock { $0.append(request) }
        await gate?()
        return answers.withLock { $0[request.url] } ?? .notSent(.connectionRefused)
    }

    func startFailure(in lane: FetchLaneKey) -> FetchStartFailure? { nil }

    var requests: [OutgoingRequest] { log.withLock { $0 } }
    var urls: [String] { log.withLock { $0.map(\.url) } }
    var bodies: [String] { log.withLock { $0.map { Samples.text($0.body) } } }
}
