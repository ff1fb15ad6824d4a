import Synchronization
package import VaultCore

/// The sessions that were looked up lately, so that most look-ups read nothing: never one that was ended before a call that ended
/// it returned, and never more than the configuration says.
///
/// Handles are not in it, only their hashes; content rests hidden under the process's key.
package final class SessionCache: Sendable {
    /// What is kept of one session under its newest handle.
    struct Entry {
        let handle: SessionHandleID
        let hash: UInt128
        var session: Session
        let details: SessionDetails
        let grants: [GrantID]
        let handleCreatedAt: Timestamp
        let claims: HiddenText?
        let payload: HiddenText?
        /// nil until somebody has made it.
        var ready: ReadySession?

        /// With all look-ups that are known.
        var upToDate: Entry {
            var entry = self
            if let ready { entry.session.lastSeenAt = max(session.lastSeenAt, ready.life.lastSeenAt) }
            return entry
        }
    }

    /// Kept until as many have come again; then the other half goes.
    struct Half {
        var entries: [SessionHandleID: Entry] = [:]
        var handles: [SessionID: SessionHandleID] = [:]
        /// By the hash of the handle.
        var ready: [UInt128: ReadySession] = [:]

        @discardableResult
        mutating func remove(_ id: SessionID) -> Entry? {
            guard let handle = handles.removeValue(forKey: id), let entry = entries.removeValue(forKey: handle) else {
                return nil
            }
            ready[entry.hash] = nil
            return entry
        }
    }

    struct State {
        var recent = Half()
        var older = Half()
        /// Looked up since the last time that this was written.
        var seen: [SessionID: Timestamp] = [:]
        /// Looked up since then on a loop: each holds when.
        var noted: [ReadySession] = []
        /// With a tail in clear.
        var shown: [ReadySession] = []
        /// On their way to the store.
        var beingWritten: [SessionID: Timestamp] = [:]
        /// Sessions that calls are about to end, and how many calls: not kept meanwhile.
        var ending: [SessionID: Int] = [:]
        var endingAll = 0
        var isShut = false
        /// Grows whenever some session may have changed; what was read before is not kept after.
        var changes: UInt64 = 0
        var texts: UInt64 = 0
    }

    /// What must not have changed between reading a session and keeping it.
    struct Ticket {
        fileprivate let changes: UInt64
    }

    let state = Mutex(State())
    let cipher: any MemoryCipher
    private let hasher: any MemoryHash

    package init(cipher: any MemoryCipher, hasher: any MemoryHash) {
        self.cipher = cipher
        self.hasher = hasher
    }

    func hash(_ handle: SessionHandle) -> UInt128 { handle.secret.withBytes(hasher.hash) }

    func hash(_ handle: UnsafeRawBufferPointer) -> UInt128 { hasher.hash(handle) }

    /// The entry under this handle, where it is the very handle.
    func entry(_ handle: SessionHandle) -> Entry? {
        let hash = hash(handle)
        return state.withLock { state in
            guard let entry = state.recent.entries[handle.id] ?? state.promoted(handle.id), entry.hash == hash else {
                return nil
            }
            return entry.upToDate
        }
    }

    package var count: Int { state.withLock { $0.recent.entries.count + $0.older.entries.count } }

    func ticket() -> Ticket { state.withLock { Ticket(changes: $0.changes) } }

    /// - Parameter capacity: 0 keeps nothing.
    func keep(_ entry: Entry, _ ticket: Ticket, capacity: Int) {
        guard capacity > 0 else { return }
        state.withLock { state in
            guard !state.isShut, state.changes == ticket.changes, state.endingAll == 0,
                state.ending[entry.session.id] == nil
            else {
                return
            }
            state.remove(entry.session.id)
            state.recent.entries[entry.handle] = entry
            state.recent.handles[entry.session.id] = entry.handle
            guard state.recent.entries.count * 2 >= capacity else { return }
            state.settle(state.older)
            state.older = state.recent
            state.recent = Half()
        }
    }

    /// Notes a look-up; also of a session that is not kept.
    func touch(_ id: SessionID, at now: Timestamp) {
        state.withLock { state in
            state.seen[id] = max(state.seen[id] ?? now, now)
            guard let handle = state.recent.handles[id] else { return }
            state.recent.entries[handle]?.session.lastSeenAt = now
            if let ready = state.recent.entries[handle]?.ready {
                ready.life.lastSeenAt = max(ready.life.lastSeenAt, now)
            }
        }
    }

    /// When it was looked up last, where that is not written yet.
    func lastSeen(_ id: SessionID) -> Timestamp? {
        state.withLock { state in
            let ready = (state.recent.ready(id) ?? state.older.ready(id)).flatMap {
                $0.isNoted ? $0.life.lastSeenAt : nil
            }
            return [state.seen[id] ?? state.beingWritten[id], ready].compactMap(\.self).max()
        }
    }

    /// What is to be written; to be followed by `wroteSeen`.
    func takeSeen() -> [SessionID: Timestamp] {
        state.withLock { state in
            for ready in state.noted { state.settle(ready) }
            state.noted = []
            (state.beingWritten, state.seen) = (state.seen, [:])
            return state.beingWritten
        }
    }

    func wroteSeen(_ isWritten: Bool) {
        state.withLock { state in
            if !isWritten { state.seen.merge(state.beingWritten, uniquingKeysWith: max) }
            state.beingWritten = [:]
        }
    }

    /// Lets go of sessions that a call is about to end or change: until `changed`, they are answered from the store, which
    /// knows the moment.
    func change(_ ids: [SessionID]) {
        state.withLock { state in
            state.changes += 1
            for id in ids {
                state.ending[id, default: 0] += 1
                state.remove(id)
            }
        }
    }

    func changed(_ ids: [SessionID]) {
        state.withLock { state in
            state.changes += 1
            for id in ids {
                let left = (state.ending[id] ?? 1) - 1
                state.ending[id] = left == 0 ? nil : left
            }
        }
    }

    /// The same for all sessions, whichever.
    func changeAll() {
        state.withLock { state in
            state.changes += 1
            state.endingAll += 1
            state.settle(state.recent)
            state.settle(state.older)
            state.recent = Half()
            state.older = Half()
            // Whoever is left in these goes with them, and wipes what it has in clear.
            (state.noted, state.shown) = ([], [])
        }
    }

    func changedAll() {
        state.withLock { state in
            state.changes += 1
            state.endingAll -= 1
        }
    }

    /// Lets go of what has ended, as of now.
    func forget(_ ids: [SessionID]) {
        guard !ids.isEmpty else { return }
        change(ids)
        changed(ids)
    }

    package func removeAll() {
        changeAll()
        changedAll()
    }

    /// Drops everything and keeps nothing until `reopen`.
    package func shut() {
        removeAll()
        state.withLock { $0.isShut = true }
        removeAll()
    }

    package func reopen() { state.withLock { $0.isShut = false } }

    /// For memory: no two texts get one number.
    func hide(_ secret: Secret) -> HiddenText {
        let number = state.withLock { state in
            state.texts += 1
            return state.texts
        }
        return HiddenText(secret, number: number, cipher)
    }
}

extension SessionCache.Half {
    fileprivate func ready(_ id: SessionID) -> ReadySession? { handles[id].flatMap { entries[$0]?.ready } }
}

extension SessionCache.State {
    /// Its look-ups stay known.
    fileprivate mutating func remove(_ id: SessionID) {
        for entry in [recent.remove(id), older.remove(id)] {
            if let ready = entry?.ready { settle(ready) }
        }
    }

    /// Puts what is noted where it is found without the session.
    fileprivate mutating func settle(_ ready: ReadySession) {
        guard ready.isNoted else { return }
        ready.isNoted = false
        seen[ready.id] = max(seen[ready.id] ?? ready.life.lastSeenAt, ready.life.lastSeenAt)
    }

    fileprivate mutating func settle(_ half: SessionCache.Half) {
        for ready in half.ready.values { settle(ready) }
    }

    /// From the half that goes next into the one that stays.
    fileprivate mutating func promoted(_ handle: SessionHandleID) -> SessionCache.Entry? {
        guard let entry = older.entries.removeValue(forKey: handle) else { return nil }
        older.handles[entry.session.id] = nil
        older.ready[entry.hash] = nil
        recent.ready[entry.hash] = entry.ready
        recent.entries[handle] = entry
        recent.handles[entry.session.id] = handle
        return entry
    }
}
