import Synchronization
import VaultCore

extension TokenCache {
    /// Notes that a token of the grant was handed out otherwise than by `withToken`.
    func noteUse(of grant: GrantID, at moment: Timestamp) {
        table.withLock { $0.noteUse(of: grant, at: moment) }
    }

    /// When a token of the grant was last handed out, as far as the store does not know it yet.
    func lastUse(of grant: GrantID) -> Timestamp? { table.withLock { $0.lastUse(of: grant) } }

    /// Hands over all uses since the last time, and removes expired tokens.
    func takeUses(now: Timestamp) -> [GrantID: Timestamp] {
        var uses = table.withLock { $0.takeOtherUses() }
        // In strides, so that the hot path never waits for a walk over the whole table.
        let stride = 256
        var start = 0
        while start < table.withLock({ $0.slots.end }) {
            let found = table.withLock { table in
                var found: [GrantID: Timestamp] = [:]
                table.sweep(start..<start + stride, now: now, into: &found)
                return found
            }
            uses.merge(found) { max($0, $1) }
            start += stride
        }
        return uses
    }
}
