import Synchronization
package import VaultCore

extension TokenCache {
    /// To be taken before the token is read from the store.
    package func ticket(for key: GrantKey) -> CacheTicket {
        table.withLock { table in
            let lane = table.lane(key)
            return CacheTicket(lane: lane, epoch: table.epochs[lane])
        }
    }

    /// Keeps the token, unless its grant (or another in its lane) changed since the ticket.
    package func keep(_ entry: TokenEntry, _ ticket: CacheTicket) {
        table.withLock { table in
            if !table.isShut, table.epochs[ticket.lane] == ticket.epoch { table.keep(entry) }
        }
    }

    /// To be called after every durable change of a grant, before anyone learns of the change: its token goes, and what is
    /// being read of the grant at this moment will not be kept.
    package func invalidate(_ grant: Grant) {
        table.withLock { table in
            table.epochs[table.lane(grant.key)] &+= 1
            if let number = table.slot(of: grant.id) { table.remove(number) }
            table.dropOnlyAccount(grant.subject, grant.provider)
        }
    }

    /// `invalidate`, and the grant's new token in place of the old one, where its lane did not change since the ticket.
    ///
    /// - Returns: false when it did: then nothing was done.
    func replace(_ entry: TokenEntry, _ ticket: CacheTicket) -> Bool {
        table.withLock { table in
            guard !table.isShut, table.epochs[ticket.lane] == ticket.epoch else { return false }
            table.epochs[ticket.lane] &+= 1
            table.dropOnlyAccount(entry.grant.subject, entry.grant.provider)
            table.keep(entry)
            return true
        }
    }

    /// Drops the grant's token if it is this very one.
    func drop(_ token: Secret, of grant: Grant) {
        guard let quoted = QuotedToken.escaped(token) else { return }
        table.withLock { table in
            guard let number = table.slot(of: grant.id), table.holds(quoted, in: number) else { return }
            table.epochs[table.lane(grant.key)] &+= 1
            table.remove(number)
        }
    }

    /// Drops everything; for a reload of the configuration, whose rules are baked into what is kept.
    package func removeAll() { table.withLock { $0.removeAll() } }

    /// Drops everything and keeps nothing until `reopen`.
    func shut() {
        table.withLock { table in
            table.isShut = true
            table.removeAll()
        }
    }

    func reopen() { table.withLock { $0.isShut = false } }

    /// Hides all tokens that are in clear; a few at a time, so that no call waits for long.
    func hideShown() {
        while table.withLock({ $0.hide(atMost: 32) }) {}
    }

    /// A copy of the grant's token for those who need a `Secret`; may be expired.
    func token(of grant: GrantID) -> LiveToken? {
        table.withLock { table in table.slot(of: grant).map { table.token($0) } }
    }

    package var count: Int { table.withLock { $0.slots.count } }
    /// Memory that tokens rest in, and how much of it the kernel refused to lock.
    package var memoryBytes: (mapped: Int, unlocked: Int) {
        table.withLock { ($0.memory.mappedBytes, $0.memory.unlockedBytes) }
    }
}

extension CacheTable {
    fileprivate mutating func removeAll() {
        for lane in epochs.indices { epochs[lane] &+= 1 }
        for number in 0..<slots.end { remove(number) }
    }

    fileprivate func lane(_ key: GrantKey) -> Int {
        var hasher = Hasher()
        hasher.combine(key.subject)
        hasher.combine(key.provider)
        return Int(UInt(bitPattern: hasher.finalize()) % UInt(epochs.count))
    }
}
