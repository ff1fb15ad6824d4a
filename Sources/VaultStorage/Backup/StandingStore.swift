import Glibc

/// The store that a restore is about to replace, if there is one, and how far it had come.
struct StandingStore {
    let path: String
    let isThere: Bool
    /// nil where it cannot be read.
    let position: (storeID: String, sequence: Int64)?
    private let anchor: StoreAnchor?

    init(_ path: String) throws(RestoreFailure) {
        self.path = path
        do throws(StoreOpenError) {
            isThere = try StoreFile(path: path).checkFile(path)
            if case .anchor(let found) = try StoreAnchor.read(of: path) { anchor = found } else { anchor = nil }
        } catch {
            throw .store(error)
        }
        position = isThere ? Self.position(of: path) : nil
    }

    /// The highest that is known of this place.
    var sequence: Int64 { max(position?.sequence ?? 0, anchor?.sequence ?? 0) }

    /// - Throws: `.otherStore` or `.newer` for what the operator has not agreed to lose.
    func allow(id: String, sequence: Int64, _ consent: StoreRestore.Consent) throws(RestoreFailure) {
        guard isThere else { return }
        if let position, position.storeID != id, !consent.otherStore { throw .otherStore }
        // The same sequence too: up to a second of changes may be in one of them alone.
        let isOlder = position.map { $0.storeID == id && $0.sequence < sequence } ?? false
        let isOther = position.map { $0.storeID != id } ?? false
        if !isOlder && !isOther && !consent.newerChanges { throw .newer }
    }

    /// Puts all of it into its one file, so that the new store's never has the old one's log beside it.
    func makeWay() {
        guard isThere else { return }
        if let connection = try? Connection(path: path, vfs: nil, role: .writing),
            let mode = try? connection.text("journal_mode = DELETE"), mode == "delete"
        {
            return
        }
        // It cannot be read: its log is of use to nobody, and is kept out of the way.
        for suffix in ["-wal", "-shm", "-journal"] { rename(path + suffix, path + suffix + ".replaced") }
    }

    private static func position(of path: String) -> (storeID: String, sequence: Int64)? {
        guard let connection = try? Connection(path: path, vfs: nil, role: .writing) else { return nil }
        let store = StoreReads(connection)
        guard let id = try? store.storeID(), let sequence = try? store.sequence() else { return nil }
        return (BackupInfo.text(of: id), sequence)
    }
}
