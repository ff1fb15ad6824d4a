import Synchronization

/// Tells of each row that does not read back once per run, however often it is met.
final class DamageReports: Sendable {
    private struct Place: Hashable {
        let table: String
        let id: Int64
    }

    /// So many places are remembered; beyond them a row may be told of again.
    private static let kept = 10_000

    private let told = Mutex<Set<Place>>([])
    private let tell: @Sendable (_ table: String, _ id: Int64) -> Void

    init(_ tell: @escaping @Sendable (_ table: String, _ id: Int64) -> Void) { self.tell = tell }

    func report(_ table: String, _ id: Int64) {
        let isNew = told.withLock { told in
            if told.count >= Self.kept { told.removeAll() }
            return told.insert(Place(table: table, id: id)).inserted
        }
        if isNew { tell(table, id) }
    }
}
