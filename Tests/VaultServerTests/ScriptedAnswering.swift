import Synchronization
import VaultCore
import VaultServer
import VaultWire

/// Stands for the spine: answers at once, or holds a call until the test lets it go.
final class ScriptedAnswering: RequestAnswering {
    private struct State {
        var answers: [Method: Result<Reply, WireError>] = [:]
        var held: Set<Method> = []
        var waiting: [(id: CallID, method: Method, resume: CheckedContinuation<Void, Never>)] = []
        var seen: [Seen] = []
    }

    struct Seen: Equatable, Sendable {
        let id: CallID
        let method: Method?
        let client: String?
    }

    private let state = Mutex(State())

    /// Every call that came in, in order.
    var seen: [Seen] { state.withLock { $0.seen } }
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    func answer(_ method: Method, with result: Result<Reply, WireError>) {
        state.withLock { $0.answers[method] = result }
    }

    /// From now on calls of this method wait for `release`.
    func hold(_ method: Method) { state.withLock { _ = $0.held.insert(method) } }

    /// Lets the call with this id go.
    func release(_ id: String) {
        let found = state.withLock { state in
            state.waiting.firstIndex { $0.id == .json(Array(id.utf8)) }.map { state.waiting.remove(at: $0) }
        }
        found?.resume.resume()
    }

    func releaseAll() {
        let found = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for call in found { call.resume.resume() }
    }

    func answer(
        _ call: IncomingCall, from caller: Caller, under policy: Policy
    ) async -> Result<Reply, WireError> {
        state.withLock { $0.seen.append(Seen(id: call.id, method: call.method, client: caller.client?.text)) }
        guard let method = call.method else { return call.request.flatMap { _ in .failure(.methodNotFound) } }
        if case .failure(let error) = call.request { return .failure(error) }
        if state.withLock({ $0.held.contains(method) }) {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting.append((call.id, method, continuation)) }
            }
        }
        return state.withLock { $0.answers[method] } ?? .success(.pong)
    }
}
