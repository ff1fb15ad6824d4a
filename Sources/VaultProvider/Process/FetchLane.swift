import Synchronization
import VaultFetchWire

/// The processes of one lane, one after the other: it starts the first when it is needed and the next when the last has
/// served enough, has ended, or takes nothing more.
final class FetchLane: Sendable {
    private struct State {
        var current: FetchProcess?
        var backoff = RestartBackoff()
        var lastFailure: FetchStartFailure?
        var isClosed = false
        var isConfined: Bool?
    }

    private let settings: FetchSettings
    private let authority: String?
    private let state = Mutex(State())

    init(settings: FetchSettings, authority: String?) {
        self.settings = settings
        self.authority = authority
    }

    var startFailure: FetchStartFailure? { state.withLock { $0.lastFailure } }

    /// Whether the process that started last is kept from files; nil before the first.
    var isConfined: Bool? { state.withLock { $0.isConfined } }

    /// The number of the process that takes requests now.
    var processID: Int32? { state.withLock { $0.current }?.processID }

    /// A request that a process certainly did not take goes to the next one, once.
    func fetch(_ request: OutgoingRequest) async -> FetchOutcome {
        let outcome = await fetchOnce(request)
        guard outcome == .notSent(.notAccepted) else { return outcome }
        return await fetchOnce(request)
    }

    /// Lets the current process finish what it has; no other is started.
    func close() {
        state.withLock { state in
            state.isClosed = true
            return state.current
        }?.retire()
    }

    private func fetchOnce(_ request: OutgoingRequest) async -> FetchOutcome {
        await withCheckedContinuation { continuation in
            submit(request) { continuation.resume(returning: $0) }
        }
    }

    private func submit(_ request: OutgoingRequest, reply: @escaping FetchProcess.Reply) {
        // The second try meets a process that was made just now; more would only hide a fault.
        for _ in 0..<2 {
            guard let process = process() else { break }
            if process.submit(request, reply: reply) { return }
            leave(process)
        }
        reply(.notSent(.notAccepted))
    }

    private func process() -> FetchProcess? {
        let (process, isNew) = state.withLock { state -> (FetchProcess?, Bool) in
            if let current = state.current { return (current, false) }
            guard !state.isClosed, state.backoff.allows(now: MonotonicTime.now.milliseconds) else {
                return (nil, false)
            }
            let process = FetchProcess(
                settings: settings, authority: authority,
                onReady: { [self] isConfined in self.state.withLock { $0.isConfined = isConfined } },
                onFirstAnswer: { [self] in succeeded() },
                onEnd: { [self] process, end in ended(process, end) })
            state.current = process
            return (process, true)
        }
        if isNew { process?.start() }
        return process
    }

    private func leave(_ process: FetchProcess) {
        state.withLock { state in
            if state.current === process { state.current = nil }
        }
        process.retire()
    }

    private func succeeded() {
        state.withLock { state in
            state.backoff.succeeded()
            state.lastFailure = nil
        }
    }

    private func ended(_ process: FetchProcess, _ end: FetchEnd) {
        state.withLock { state in
            if state.current === process { state.current = nil }
            guard end.isFailure else { return }
            state.backoff.failed(now: MonotonicTime.now.milliseconds)
            if case .refused(let failure) = end { state.lastFailure = failure }
        }
    }
}
