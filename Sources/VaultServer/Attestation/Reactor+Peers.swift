import VaultSocket

extension Reactor {
    /// Closes the connections of a round whose process has ended, before anything of the round leaves.
    ///
    /// epoll tells of an end, too, but in its own order and only once per tick. This look comes after the last request of the
    /// round was read: what was asked for after the process had ended is never answered.
    func dismissEnded(in leaving: borrowing ReplyRound) {
        roll.clear()
        leaving.forEachConnection { roll.add($0.process) }
        guard roll.holdsEnded() else { return }
        leaving.forEachConnection { connection in
            if connection.process.hasEnded { connection.close() }
        }
    }
}
