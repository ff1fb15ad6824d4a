import VaultCore
import VaultSocket

extension Reactor {
    /// How old the last look at the program of a peer may be that is a client because of it.
    static let programLookInterval = Duration.milliseconds(20)

    /// Closes the connections of a round that are clients because of their program, and run another one now, before anything of the
    /// round leaves.
    func dismissChanged(in leaving: borrowing ReplyRound) {
        leaving.forEachConnection { connection in
            if connection.client.isBoundToProgram { dismissIfChanged(connection) }
        }
    }

    /// A process that has begun to run another program is not the one that was recognised; that program may connect itself.
    private func dismissIfChanged(_ connection: Connection) {
        guard loop.now.since(connection.programLookedAt) >= Self.programLookInterval else { return }
        connection.programLookedAt = loop.now
        // In this order: that the process has not ended vouches for the number by which its program was looked at.
        guard let mark = connection.attested?.mark, ProcessFiles(pid: connection.peer.pid).executableMark == mark,
            !connection.process.hasEnded
        else {
            return connection.close()
        }
    }

    /// Finds out what the rules in force must know about the peer; until then nothing of it is read.
    func attestIfNeeded(_ connection: Connection) {
        guard let name = connection.registration, !connection.isAttesting,
            !rules.policy.missingFacts(about: connection.peer).isEmpty
        else { return }
        guard let peer = try? HeldPeer(connection.peer, connection.process) else { return connection.close() }
        connection.beginAttesting()
        let home = LoopBound(self, on: loop)
        let loop = loop
        attestor.attest(peer, under: rules.policy) { found in
            loop.run { home.valueIfCurrent?.take(found, about: name) }
        }
    }

    private func take(_ found: Attested?, about name: Registration) {
        guard let connection = loop.handler(at: name) as? Connection else { return }
        guard let found else { return connection.close() }
        connection.endAttesting(with: attested.shared(found))
        // The rules may have changed meanwhile and ask for more.
        attestIfNeeded(connection)
        guard !connection.isAttesting else { return }
        connection.client = client(connection.peer, connection.socket, connection: connection.number)
        recordIfUnmatched(connection)
        if connection.isPaused { resumeIfDrained(connection) }
    }

    /// Who is no client stands in the audit log also where it asks for nothing; of a crowd a hundred, and ten a second.
    func recordIfUnmatched(_ connection: Connection) {
        let caller = connection.client.caller
        guard caller.client == nil, unmatchedRecords.take(1, at: loop.now.nanoseconds) == nil else { return }
        audit.record(AuditEvent(.connectionUnmatched, .deny, caller: caller))
        // No reply stands behind it; what cannot be written now is kept for the next flush.
        do throws(AuditFailure) { try audit.flush() } catch {}
    }
}
