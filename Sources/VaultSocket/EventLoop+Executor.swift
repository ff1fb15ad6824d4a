import CLinux
import Glibc
import Synchronization

extension EventLoop {
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if owner.load(ordering: .relaxed) == UInt(pthread_self()) {
            local.append(job)
            return
        }
        let delivered = deliver { $0.jobs.append(job) }
        // A task that outlives the loop must still come to its end; it only finds the loop's connections gone.
        if !delivered { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Runs `action` on the loop's thread in its next tick; may be called from anywhere. false if the loop has ended.
    @discardableResult
    package func run(_ action: @escaping @Sendable () -> Void) -> Bool {
        deliver { $0.actions.append(action) }
    }

    /// Asks the loop to end after its current tick; may be called from anywhere, any number of times.
    package func stop() {
        _ = deliver { $0.stopRequested = true }
    }

    private func deliver(_ put: (inout sending LoopInbox) -> Void) -> Bool {
        let (delivered, wasEmpty) = inbox.withLock { inbox in
            guard !inbox.isClosed else { return (false, false) }
            let wasEmpty = inbox.isEmpty
            put(&inbox)
            return (true, wasEmpty)
        }
        if wasEmpty { _ = eventfd_write(wake.raw, 1) }
        return delivered
    }
}
