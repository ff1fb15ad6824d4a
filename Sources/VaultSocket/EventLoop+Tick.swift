import CLinux
import Glibc
import Synchronization

extension EventLoop {
    /// Rounds of jobs in one tick: a chain of tasks that keeps enqueuing itself must not starve the descriptors.
    private static let jobRounds = 16

    /// One tick on the calling thread; waits at most `limit`, or until something happens if that is nil.
    /// A test drives the whole loop with this; `run` and `start` do nothing else.
    package func tick(waitingAtMost limit: Duration? = nil) {
        let thread = UInt(pthread_self())
        let previous = owner.exchange(thread, ordering: .relaxed)
        precondition(previous == LoopOwner.nobody || previous == thread, "a loop was run on two threads")
        defer { owner.store(previous, ordering: .relaxed) }
        tickOnThread(limit)
    }

    func tickOnThread(_ limit: Duration?) {
        let ready = vault_wait(epoll.raw, events.baseAddress, Int32(Self.batch), timeout(limit))
        now = clock()
        let count = Int(max(ready, 0))
        for index in 0..<count where Self.isFirst(events[index]) { dispatch(events[index]) }
        for index in 0..<count where !Self.isFirst(events[index]) { dispatch(events[index]) }
        runDueTimers()
        if inboxIsReady { emptyInbox() }
        runJobs()
        endTick()
    }

    @inline(__always)
    private func endTick() {
        if observers.count == 1 {
            // As almost always: what the loops below do, with one count of its references instead of two.
            let only = observers[0]
            only.beforeFlush()
            return only.flush()
        }
        for index in observers.indices { observers[index].beforeFlush() }
        for index in observers.indices { observers[index].flush() }
    }

    @inline(__always)
    private static func isFirst(_ event: epoll_event) -> Bool { event.data.u64 & Registration.firstBit != 0 }

    @inline(__always)
    private func dispatch(_ event: epoll_event) {
        let word = event.data.u64
        if word >= Self.alarmWord {
            if word == Self.wakeWord { inboxIsReady = true } else { alarm.rang() }
            return
        }
        // A handler may have deregistered another one, or itself, earlier in this tick.
        table.handler(at: Registration(word: word))?.ready(Readiness(rawValue: event.events))
    }

    /// Milliseconds for epoll_wait: zero if work is left over, else none but what a test wants; timers have the alarm.
    private func timeout(_ limit: Duration?) -> Int32 {
        if !local.isEmpty { return 0 }
        if measures {
            measures = false
            let end = clock()
            measured = end > now ? end.nanoseconds - now.nanoseconds : 0
        }
        guard let limit else {
            if let due = timers.earliest { alarm.set(for: due, by: clock) }
            return -1
        }
        let start = clock()
        let end = min(start.advanced(by: limit), timers.earliest ?? MonotonicInstant(nanoseconds: .max))
        // Rounded up, so that a timer never finds itself early.
        return end > start ? Int32(clamping: (end.nanoseconds - start.nanoseconds + 999_999) / 1_000_000) : 0
    }

    private func runDueTimers() {
        while let action = timers.takeDue(at: now) { action() }
    }

    private func emptyInbox() {
        inboxIsReady = false
        var count: eventfd_t = 0
        // Before the queue is taken: what comes in between finds it non-empty or writes again.
        _ = eventfd_read(wake.raw, &count)
        let taken = inbox.withLock { inbox in
            defer { inbox = LoopInbox() }
            return inbox
        }
        local.append(contentsOf: taken.jobs)
        if taken.stopRequested { stopRequested = true }
        for action in taken.actions { action() }
    }

    private func runJobs() {
        guard !local.isEmpty else { return }
        var rounds = 0
        while !local.isEmpty, rounds < Self.jobRounds {
            // The jobs enqueue new ones while these run.
            swap(&local, &spare)
            for job in spare { job.runSynchronously(on: asUnownedTaskExecutor()) }
            spare.removeAll(keepingCapacity: true)
            rounds += 1
        }
    }
}
