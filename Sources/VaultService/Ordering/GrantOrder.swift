import Synchronization
package import VaultCore

/// Every mutator of a grant – put, refresh, reject, revoke, rewrap – takes its turn here: one at a time per grant, first
/// come first served, no thread held while waiting (DESIGN §6.7).
///
/// Turns are taken by the grant's key, not by its id: a key names at most one grant at a time, a grant never changes its
/// key, and a put knows the key before there is an id. So a put, a refresh and a revoke of one grant always meet here. A
/// turn is kept across the provider call of a refresh: a revoke that comes meanwhile then revokes the newest refresh
/// token, and a put is never answered by an older lineage's commit.
package final class GrantOrder: Sendable {
    /// A key is in here while somebody has its turn; its queue holds those who wait.
    private let turns = Mutex<[GrantKey: FIFO<CheckedContinuation<Void, Never>>]>([:])

    package init() {}

    /// Runs `body` in the turn of the grant. Must not be nested for the same key: it would wait for itself.
    ///
    /// A caller that is cancelled while it waits still gets its turn: whoever asked for a change has asked.
    package func inTurn<Result, Failure: Error>(
        of key: GrantKey, _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        await take(key)
        defer { pass(key) }
        return try await body()
    }

    /// How many grants have somebody at work or waiting.
    package var busyGrants: Int { turns.withLock { $0.count } }

    /// How many wait for this grant.
    func waiting(of key: GrantKey) -> Int { turns.withLock { $0[key]?.count ?? 0 } }

    private func take(_ key: GrantKey) async {
        if takeIfFree(key, else: nil) { return }
        await withCheckedContinuation { turn in
            if takeIfFree(key, else: turn) { turn.resume() }
        }
    }

    /// - Parameter turn: waits in the queue when the turn is not free.
    private func takeIfFree(_ key: GrantKey, else turn: CheckedContinuation<Void, Never>?) -> Bool {
        turns.withLock { turns in
            // One look-up where the turn is free, as nearly always.
            guard var queue = turns.updateValue(FIFO(), forKey: key) else { return true }
            if let turn { queue.append(turn) }
            turns[key] = queue
            return false
        }
    }

    private func pass(_ key: GrantKey) {
        let next = turns.withLock { turns in
            guard let place = turns.index(forKey: key) else { return nil as CheckedContinuation<Void, Never>? }
            guard let next = turns.values[place].popFirst() else {
                turns.remove(at: place)
                return nil
            }
            return next
        }
        next?.resume()
    }
}
