import Glibc
import VaultSocket

extension Connection {
    /// Sends replies of a round, or puts them behind those that wait already.
    func send(_ replies: UnsafeRawBufferPointer) {
        guard !isClosed else { return }
        var rest = replies
        if backlog.isEmpty {
            guard let sent = sendNow(rest) else { return close() }
            rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
        }
        if !rest.isEmpty { keep(rest) }
    }

    /// Sends what waits, when the kernel has room again.
    func sendBacklog() {
        // It waited: the process may have ended meanwhile.
        guard !process.hasEnded else { return close() }
        guard let sent = sendNow(backlog.bytes) else { return close() }
        backlog.didSend(sent)
        if backlog.isEmpty { updateInterest() }
        if isPaused { reactor.resumeIfDrained(self) }
        closeIfDone()
    }

    /// How many bytes the kernel took; nil if nobody will ever read them.
    @inline(__always)
    private func sendNow(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var sent = 0
        while sent < bytes.count {
            switch descriptor.send(UnsafeRawBufferPointer(rebasing: bytes[sent...])) {
            case .moved(let count): sent += count
            case .blocked: return sent
            case .closed, .failed: return nil
            }
        }
        return sent
    }

    private func keep(_ rest: UnsafeRawBufferPointer) {
        // Pausing keeps a peer that reads slowly below the limit. Answers of calls that were in flight may come all at once;
        // a peer that kept up until now is given room for them.
        let isBurst = backlog.isFresh(at: reactor.loop.now)
        let limit = isBurst ? reactor.limits.burstBytes : reactor.limits.bufferedReplyBytes
        guard backlog.count + rest.count <= limit else {
            reactor.evictions += 1
            return close()
        }
        backlog.append(rest, at: reactor.loop.now)
        updateInterest()
        reactor.armSweep()
    }

    /// Whether the peer has used up a time limit.
    func hasOverstayed(at now: MonotonicInstant) -> Bool {
        if backlog.isStalled(at: now, limit: reactor.limits.slowReader) { return true }
        if let partialSince { return now.since(partialSince) >= reactor.limits.partialLine }
        return false
    }

    /// Whether a time limit runs for it.
    var isTimed: Bool { !backlog.isEmpty || partialSince != nil }
}
