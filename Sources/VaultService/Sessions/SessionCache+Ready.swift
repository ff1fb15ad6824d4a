import Synchronization
package import VaultCore

/// Look-ups that are answered on a loop, by the bytes of a request line.
extension SessionCache {
    /// Calls `body` under the cache's lock with the session that this very handle opens, if it lives; notes the look-up where
    /// `body` says that it answered. Allocates nothing but room in two lists, for the first look-up of a session
    /// since they were written and since it was hidden.
    ///
    /// - Returns: false when nothing was done: only the slow path can tell.
    package func withReady(
        handle: UnsafeRawBufferPointer, at now: Timestamp, _ body: (LentSession) -> Bool
    ) -> Bool {
        guard handle.count == SessionHandle.length else { return false }
        let hash = hash(handle)
        return state.withLock { state in
            guard let ready = state.recent.ready[hash], ready.life.end(at: now) == nil else { return false }
            // Never earlier than it was: two loops may have asked for the time in another order.
            let moment = max(now, ready.life.lastSeenAt)
            if ready.isHidden {
                ready.toggle(cipher)
                state.shown.append(ready)
            }
            guard body(LentSession(ready, at: moment)) else { return false }
            ready.life.lastSeenAt = moment
            if !ready.isNoted {
                ready.isNoted = true
                state.noted.append(ready)
            }
            return true
        }
    }

    /// Hides what look-ups have shown, a few in each turn at the lock.
    package func hideShown() {
        while state.withLock({ $0.hide(atMost: 64, cipher) }) {}
    }

    /// Whether the session is kept under this handle, and its reply is not ready yet.
    func lacksReply(_ handle: SessionHandle) -> Bool {
        let hash = hash(handle)
        return state.withLock { state in
            guard let entry = state.recent.entries[handle.id] else { return false }
            return entry.hash == hash && entry.ready == nil
        }
    }

    /// Keeps the reply beside the session, where that is still kept under this handle.
    func keep(_ text: SessionReplyText, of handle: SessionHandle, auditPart: [UInt8], renewalDueAt: Timestamp?) {
        let hash = hash(handle)
        state.withLock { state in
            guard let entry = state.recent.entries[handle.id], entry.hash == hash else { return }
            state.texts += 1
            let ready = ReadySession(
                entry.session.id, entry.session.life, text, auditPart: auditPart, renewalDueAt: renewalDueAt,
                number: state.texts)
            ready.toggle(cipher)
            state.recent.entries[handle.id]?.ready = ready
            state.recent.ready[hash] = ready
        }
    }
}

extension SessionCache.State {
    /// - Returns: whether there is more.
    fileprivate mutating func hide(atMost count: Int, _ cipher: any MemoryCipher) -> Bool {
        for _ in 0..<count {
            guard let ready = shown.popLast() else { return false }
            if !ready.isHidden { ready.toggle(cipher) }
        }
        return !shown.isEmpty
    }
}
