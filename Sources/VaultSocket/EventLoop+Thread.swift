import Glibc
import Synchronization

extension EventLoop {
    /// Runs the loop on the calling thread until `stop`.
    package func run() {
        let previous = owner.exchange(UInt(pthread_self()), ordering: .relaxed)
        precondition(previous == LoopOwner.nobody || previous == LoopOwner.starting, "a loop was run on two threads")
        while !stopRequested { tickOnThread(nil) }
        close()
    }

    /// Runs the loop on a thread of its own; the thread keeps the loop alive until `stop`.
    package func start() throws(SocketError) -> LoopThread {
        let previous = owner.exchange(LoopOwner.starting, ordering: .relaxed)
        precondition(previous == LoopOwner.nobody, "a loop was started twice")
        do {
            return try LoopThread(name: name) { self.run() }
        } catch {
            owner.store(LoopOwner.nobody, ordering: .relaxed)
            throw error
        }
    }

    /// Ends the inbox, then runs what had come in before: nothing that was accepted is dropped.
    private func close() {
        let taken = inbox.withLock { inbox in
            let rest = inbox
            inbox = LoopInbox()
            inbox.isClosed = true
            return rest
        }
        for action in taken.actions { action() }
        owner.store(LoopOwner.ended, ordering: .relaxed)
        for job in local + taken.jobs { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
        local.removeAll()
    }
}
