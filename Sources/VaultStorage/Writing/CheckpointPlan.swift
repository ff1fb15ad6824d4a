/// Decides when the WAL's pages go into the database: often enough that it stays small, never while someone waits for a
/// commit, and soon after a secret was erased. Not at once: emptying the WAL takes two syncs more, and makes the commits that
/// follow grow the file anew, so that many erasures share one.
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
    /// For so long, in nanoseconds, the WAL may hold what was erased.
    let erasureNanoseconds: Int64
    /// Pages in the WAL, as of the last commit.
    private(set) var walPages = 0
    private var pagesAtLastCheckpoint = 0
    /// The last commit was a part of a rotation, which goes on with the next at once.
    private var isRotating = false
    /// When something was erased whose earlier form the WAL may still hold, or was last tried to be got rid of.
    private var erasedAt: Int64?

    init(stepPages: Int, boundPages: Int, erasureNanoseconds: Int64) {
        self.stepPages = stepPages
        self.boundPages = boundPages
        self.erasureNanoseconds = erasureNanoseconds
    }

    /// - Parameter now: monotonic nanoseconds, here and below.
    mutating func committed(walPages pages: Int, erasing: Bool, rotating: Bool = false, at now: Int64) {
        if pages < walPages { pagesAtLastCheckpoint = 0 }
        walPages = pages
        isRotating = rotating
        if erasing, erasedAt == nil { erasedAt = now }
    }

    /// After a commit.
    func due(at now: Int64) -> Mode? {
        if untilErasure(at: now) == 0 { return .truncate }
        guard walPages - pagesAtLastCheckpoint >= (isRotating ? stepPages / Self.partsWhileRotating : stepPages) else {
            return nil
        }
        return walPages >= boundPages ? .restart : .passive
    }

    /// For how long, in nanoseconds, a writer without work waits before it looks for what is due.
    ///
    /// - Returns: nil where nothing is: for ever.
    func patience(lull: Int64, at now: Int64) -> Int64? {
        guard dueInLull != nil else { return nil }
        return min(lull, untilErasure(at: now) ?? lull)
    }

    /// What to do when nothing came for a while.
    var dueInLull: Mode? { walPages > 0 || erasedAt != nil ? .truncate : nil }

    /// - Parameter isComplete: false when a reader was in the way.
    mutating func ran(_ mode: Mode, isComplete: Bool, at now: Int64) {
        pagesAtLastCheckpoint = walPages
        guard mode == .truncate else { return }
        guard isComplete else {
            // Else the writer would do nothing but try.
            if erasedAt != nil { erasedAt = now }
            return
        }
        erasedAt = nil
        walPages = 0
        pagesAtLastCheckpoint = 0
    }

    /// Each batch of a rotation, and whoever writes beside it, waits for what is copied after the batch before. Its pages lie together,
    /// so that many small copies write no more than a few large ones.
    private static let partsWhileRotating = 4

    private func untilErasure(at now: Int64) -> Int64? {
        erasedAt.map { max(0, $0 + erasureNanoseconds - now) }
    }
}
