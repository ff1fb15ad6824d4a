/// Decides when the WAL's pages go into the database: often enough that it stays small, never while someone waits for a
/// commit, and soon after a secret was erased.
///
/// A full copy lets the next commit begin the WAL anew, which needs that no reader stands in it. Readers here are
/// short, so PASSIVE does it nearly always; beyond the bound the writer waits for the last of them (RESTART).
struct CheckpointPlan {
    /// As sqlite3_wal_checkpoint_v2 means them.
    enum Mode: Equatable {
        case passive
        case restart
        case truncate
    }

    let stepPages: Int
    let boundPages: Int
    /// Pages in the WAL, as of the last commit.
    private(set) var walPages = 0
    private var pagesAtLastCheckpoint = 0
    /// Something was erased whose earlier form the WAL may still hold.
    private var mustErase = false

    init(stepPages: Int, boundPages: Int) {
        self.stepPages = stepPages
        self.boundPages = boundPages
    }

    mutating func committed(walPages pages: Int, erasing: Bool) {
        if pages < walPages { pagesAtLastCheckpoint = 0 }
        walPages = pages
        if erasing { mustErase = true }
    }

    /// - Parameter writesWait: then only what cannot wait is due.
    func due(writesWait: Bool) -> Mode? {
        let isStep = walPages - pagesAtLastCheckpoint >= stepPages
        if mustErase && (isStep || !writesWait) { return .truncate }
        guard isStep else { return nil }
        return walPages >= boundPages ? .restart : .passive
    }

    /// What to do when nothing came for a while.
    var dueInLull: Mode? { walPages > 0 || mustErase ? .truncate : nil }

    /// - Parameter isComplete: false when a reader was in the way.
    mutating func ran(_ mode: Mode, isComplete: Bool) {
        pagesAtLastCheckpoint = walPages
        guard mode == .truncate, isComplete else { return }
        mustErase = false
        walPages = 0
        pagesAtLastCheckpoint = 0
    }
}
