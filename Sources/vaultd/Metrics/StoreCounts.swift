import Synchronization
import VaultCore
import VaultStorage

/// Counts of the store that take a walk along an index, made anew once in 30 seconds at most, however often anyone asks.
final class StoreCounts: Sendable {
    struct Counted {
        let dead: Int
        let dying: Int
        let pendingRevocations: Int
    }

    static let keptMilliseconds: Int64 = 30_000
    static let soonSeconds: Int64 = 7 * 86_400

    private let store: SQLiteStore
    private let clock: any WallClock
    private let last = Mutex<(at: Int64, counted: Counted)?>(nil)

    init(_ store: SQLiteStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// nil where the store cannot be read.
    func counted() -> Counted? {
        // The lock is held while it is counted: two scrapes at a time count once.
        last.withLock { last in
            let moment = clock.monotonicMilliseconds()
            if let last, moment - last.at < Self.keptMilliseconds { return last.counted }
            let now = clock.now()
            guard let deaths = try? store.deaths(at: now, until: now.adding(seconds: Self.soonSeconds)),
                let pending = try? store.pendingRevocations()
            else { return nil }
            let counted = Counted(dead: deaths.dead, dying: deaths.dying, pendingRevocations: pending)
            last = (moment, counted)
            return counted
        }
    }
}
