package import VaultCore

/// What a store's sequence, beside its anchor, says about whether it is the store or an older copy of it.
package enum StoreAge: Equatable, Sendable {
    case current
    /// Restored, and its grants not gone through yet.
    case restored(copied: Timestamp)
    /// `rollback_detected`: how it was found out.
    case rolledBack(Evidence)

    package enum Evidence: Equatable, Sendable {
        case older(sequence: Int64, known: Int64)
        case noAnchor
        case unreadableAnchor
        case anchorOfAnotherStore
        /// A backup was put in the store's place without `vaultd restore`.
        case backup
    }

    init(id: String, sequence: Int64, backup: BackupInfo?, anchor: StoreAnchor.Found) {
        if let backup, backup.restoredAt == nil {
            self = .rolledBack(.backup)
            return
        }
        switch anchor {
        case .unreadable: self = .rolledBack(.unreadableAnchor)
        // Only a store that was never served has none.
        case .nothing where sequence > 0: self = .rolledBack(.noAnchor)
        case .anchor(let known) where known.storeID != id: self = .rolledBack(.anchorOfAnotherStore)
        case .anchor(let known) where known.sequence > sequence:
            self = .rolledBack(.older(sequence: sequence, known: known.sequence))
        case .nothing, .anchor:
            if let backup { self = .restored(copied: backup.createdAt) } else { self = .current }
        }
    }
}

extension StoreAge.Evidence: CustomStringConvertible {
    package var description: String {
        switch self {
        case .older(let sequence, let known): "its sequence is \(sequence), and \(known) was reached before"
        case .noAnchor: "it was served before, and its anchor file is missing"
        case .unreadableAnchor: "its anchor file cannot be read"
        case .anchorOfAnotherStore: "its anchor file is that of another store"
        case .backup: "it is a backup that was not restored"
        }
    }
}
