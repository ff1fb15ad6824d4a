import VaultCore
import VaultSocket

extension Reactor: TickObserver {
    /// Also where a call will never be let through: the next one may.
    private static let longestHoldMilliseconds: Int64 = 1_000
    /// How long a line may lie beside the log.
    private static let writeOutMilliseconds: Int64 = 5

    /// Every record of the tick is in the log before any of its replies leaves (DESIGN §3).
    func beforeFlush() {
        do throws(AuditFailure) {
            if try audit.flush() { writeOutSoon() }
            roundIsRecorded = true
            health.auditWorks()
        } catch {
            roundIsRecorded = false
            health.auditFailed(errno: error.errno)
        }
    }

    /// Many ticks' lines with one write: a write for each would be the dearest part of serving a cached token.
    private func writeOutSoon() {
        guard !isWritingOut else { return }
        isWritingOut = true
        loop.schedule(after: .milliseconds(Self.writeOutMilliseconds)) { [unowned self] in
            isWritingOut = false
            do throws(AuditFailure) { try audit.writeOut() } catch { health.auditFailed(errno: error.errno) }
        }
    }

    func flush() {
        sendRound()
        forgetTime()
        meterServed()
        reportIfIdle()
    }

    /// Tells the meter of the tick before, whose end is known by now, and has this one's kept.
    @inline(__always)
    private func meterServed() {
        if !served.isNone, let nanoseconds = loop.takeMeasured() {
            meter.add(served, nanoseconds: nanoseconds)
            served = ServedCounts()
        }
        let new = withDesk { $0.fast.takeServed() }
        guard !new.isNone || !served.isNone else { return }
        served.tokens &+= new.tokens
        served.sessions &+= new.sessions
        served.brought &+= new.brought
        loop.measureTick()
    }

    /// Writes the records and sends the replies before the end of the tick when there are many of them.
    func endRoundIfLarge() {
        guard desk.round.buffer.count >= Self.roundBytes else { return }
        beforeFlush()
        sendRound()
    }

    private func sendRound() {
        guard !desk.round.isEmpty else { return }
        // Sending closes connections and resumes others: the round must be out of the reactor by then.
        var leaving = ReplyRound(capacity: 0)
        withDesk { swap(&leaving, &$0.round) }
        dismissChanged(in: leaving)
        leaving.forEach { replies, connection, releases in
            // What other replies of this connection stand later in the round keeps it open until they have left.
            connection.roundBytes -= replies.count
            if !roundIsRecorded && releases {
                // Its record is not in the log: the reply must not leave, and without it the connection is out of step.
                connection.close()
            } else {
                connection.send(replies)
            }
            settle(connection)
        }
        precondition(desk.round.isEmpty, "a reply was added to a round while it was sent")
        leaving.wipe(keeping: Self.keptBytes)
        withDesk { swap(&leaving, &$0.round) }
    }

    private func settle(_ connection: Connection) {
        guard !connection.isClosed else { return }
        if connection.isPaused { resumeIfDrained(connection) }
        connection.closeIfDone()
    }

    /// Goes on reading in the next tick, so that one peer with many lines does not keep the others waiting.
    func resumeIfDrained(_ connection: Connection) {
        guard !connection.isHeld, connection.backlog.count <= limits.resumeBytes else { return }
        loop.schedule(after: .zero) { connection.resume() }
    }

    /// Reads nothing of a connection whose client was refused until that could be otherwise: answering that, too, takes time from
    /// others, the more the faster it asks.
    func hold(_ connection: Connection, milliseconds: Int64) {
        guard let name = connection.registration else { return }
        connection.hold()
        let wait = min(milliseconds, Self.longestHoldMilliseconds)
        loop.schedule(after: .milliseconds(wait)) { [unowned self] in
            guard let connection = loop.handler(at: name) as? Connection else { return }
            connection.endHold()
            resumeIfDrained(connection)
        }
    }

    private func reportIfIdle() {
        guard inFlight == 0 else { return }
        switch drain {
        case .draining(let whenIdle) where connections.allSatisfy { $0.backlog.isEmpty }: end(whenIdle)
        case .handingOver(let whenIdle) where connections.isEmpty: end(whenIdle)
        case .serving, .draining, .handingOver, .idle: return
        }
    }

    private func end(_ whenIdle: () -> Void) {
        drain = .idle
        whenIdle()
    }
}
