import CLinux
import Glibc
import Synchronization
import VaultFetchWire

/// One process of `vaultfetch` and the thread that talks with it; every request that was accepted gets one outcome,
/// also when the process dies, hangs, or never starts.
final class FetchProcess: Sendable {
    typealias Reply = @Sendable (FetchOutcome) -> Void

    private struct State {
        var exchange: FetchExchange
        var replies: [UInt64: Reply] = [:]
        var processID: pid_t?
        var isOpen = true
        var isRetired = false
    }

    let settings: FetchSettings
    let authority: String?
    private let state: Mutex<State>
    /// An eventfd: something has changed, the thread has to look.
    private let bell: Int32
    private let onEnd: @Sendable (FetchProcess, FetchEnd) -> Void
    private let onReady: @Sendable (_ isConfined: Bool) -> Void
    private let onFirstAnswer: @Sendable () -> Void

    init(
        settings: FetchSettings, authority: String?, onReady: @escaping @Sendable (_ isConfined: Bool) -> Void,
        onFirstAnswer: @escaping @Sendable () -> Void,
        onEnd: @escaping @Sendable (FetchProcess, FetchEnd) -> Void
    ) {
        self.settings = settings
        self.authority = authority
        self.onReady = onReady
        self.onFirstAnswer = onFirstAnswer
        self.onEnd = onEnd
        state = Mutex(
            State(exchange: FetchExchange(inFlight: settings.inFlight, slack: settings.slackMilliseconds)))
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { close(bell) }

    /// Starts the thread, which starts the process and keeps this object alive until it has ended.
    func start() {
        let isStarted = WorkerThread.start(named: "vault-fetch") { FetchConversation.run(self) }
        if !isStarted { finish(.notStarted(errno: EAGAIN), partlyWritten: nil) }
    }

    /// False when this process takes nothing more; then `reply` is not called.
    func submit(_ request: OutgoingRequest, reply: @escaping Reply) -> Bool {
        let isAccepted = state.withLock { state in
            guard state.isOpen, !state.isRetired, state.exchange.accepted < settings.requestsPerProcess else {
                return false
            }
            let id = state.exchange.accept(request, now: MonotonicTime.now.milliseconds)
            state.replies[id] = reply
            return true
        }
        if isAccepted { ring() }
        return isAccepted
    }

    /// Takes nothing more and ends when everything that was accepted is answered.
    func retire() {
        state.withLock { $0.isRetired = true }
        ring()
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }
}

/// What the thread asks of the shared state.
extension FetchProcess {
    var bellDescriptor: Int32 { bell }

    /// While the program runs.
    var processID: pid_t? { state.withLock { $0.processID } }

    func launched(_ processID: pid_t) { state.withLock { $0.processID = processID } }

    var isReady: Bool { state.withLock { $0.exchange.isReady } }

    /// Nothing accepted that is not answered.
    var isIdle: Bool { state.withLock { $0.exchange.isIdle } }

    var isRetired: Bool {
        state.withLock { $0.isRetired || $0.exchange.accepted >= settings.requestsPerProcess }
    }

    var nextMoment: Int64? { state.withLock { $0.exchange.nextMoment } }

    func isOverdue(now: Int64) -> Bool { state.withLock { $0.exchange.isOverdue(now: now) } }

    /// - Parameter isConfined: whether the program is kept from files.
    func ready(isConfined: Bool) {
        state.withLock { $0.exchange.ready() }
        onReady(isConfined)
    }

    func next(now: Int64) -> FetchRequest? { state.withLock { $0.exchange.next(now: now) } }

    /// False for an answer that nobody asked for.
    func answer(_ answer: FetchAnswer) -> Bool {
        let (reply, isFirst) = state.withLock { state -> (Reply?, Bool) in
            let isFirst = !state.exchange.hasAnswered
            guard state.exchange.answered(answer.id) else { return (nil, false) }
            // It is full or stopping: what comes now goes to the next process.
            if answer.outcome == .notSent(.notAccepted) { state.isRetired = true }
            return (state.replies.removeValue(forKey: answer.id), isFirst)
        }
        guard let reply else { return false }
        if isFirst { onFirstAnswer() }
        reply(answer.outcome)
        return true
    }

    /// A request whose parts break the rules of a frame.
    func reject(_ id: UInt64) {
        let reply = state.withLock { state in
            state.exchange.withdraw(id)
            return state.replies.removeValue(forKey: id)
        }
        reply?(.notSent(.badRequest))
    }

    func expire(now: Int64) {
        let replies = state.withLock { state in
            state.exchange.expired(now: now).compactMap { state.replies.removeValue(forKey: $0) }
        }
        for reply in replies { reply(.notSent(.deadline)) }
    }

    /// Gives what is left its outcome; the lane hears of the end first, so that whoever asks again gets a new process.
    func finish(_ end: FetchEnd, partlyWritten: UInt64?) {
        state.withLock { state in
            state.isOpen = false
            state.processID = nil
        }
        onEnd(self, end)
        let left = state.withLock { state in
            let left = state.exchange.end(partlyWritten: partlyWritten)
            let replies = left.map { (state.replies[$0.id], $0.outcome) }
            state.replies = [:]
            return replies
        }
        for (reply, outcome) in left { reply?(outcome) }
    }
}
