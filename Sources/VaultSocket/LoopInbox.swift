/// What other threads have left for a loop.
struct LoopInbox {
    var jobs: [UnownedJob] = []
    var actions: [@Sendable () -> Void] = []
    var stopRequested = false
    /// The thread has ended: nothing put here would run.
    var isClosed = false

    var isEmpty: Bool { jobs.isEmpty && actions.isEmpty && !stopRequested }
}
