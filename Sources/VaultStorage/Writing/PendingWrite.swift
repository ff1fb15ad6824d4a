/// A write and who waits for its outcome; answered exactly once.
struct PendingWrite: Sendable {
    enum Waiter: Sendable {
        case task(CheckedContinuation<WriteOutcome, Never>)
        case thread(BlockingReply)
    }

    let job: WriteJob
    let tale: Tale
    let waiter: Waiter

    func answer(_ outcome: WriteOutcome) {
        switch waiter {
        case .task(let continuation): continuation.resume(returning: outcome)
        case .thread(let reply): reply.fulfil(outcome)
        }
    }
}
