package import VaultCore

/// What a store's sequence, beside its anchor, says about whether it is the store or an older copy of it.
package enum StoreAge: Equatable, Sendable {
    case current
    /// Restored, and its grants not gone through yet.
    ///
    /// - Parameter from: how far the copy had come.
    case restored(from: StoreMark)
    /// `rollback_detected`: how it was found out.
    case rolledBack(Evidence)

    package enum Evidence: Equatable, Sendable {
        case older(sequence: Int64, known: Int64)
        /// Behind a change that the audit log tells of.
        case olderThanAudit(sequence: Int64, known: Int64)
        case noAnchor
        case unreadableAnchor
        case anchorOfAnotherStore
        /// A backup was put in the store's place without `vaultd restore`.
        case backup
    }

    package var isRolledBack: Bool { if case .rolledBack = self { true } else { false } }

    /// - Parameter witness: what the audit log tells; one that tells of another store tells nothing of this one.
    init(id: String, sequence: Int64, backup: BackupInfo?, anchor: StoreAnchor.Found, witness: StoreMark? = nil) {
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
            if let witness, witness.storeID == id, witness.sequence > sequence {
                self = .rolledBack(.olderThanAudit(sequence: sequence, known: witness.sequence))
                return
            }
            guard let backup else {
                self = .current
                return
            }
            self = .restored(from: StoreMark(storeID: id, sequence: backup.restoredFrom))
        }
    }
}

extension StoreAge.Evidence {
    /// For the audit log.
    package var word: String {
        switch self {
        case .older: "older_than_anchor"
        case .olderThanAudit: "older_than_audit_log"
        case .noAnchor: "anchor_missing"
        case .unreadableAnchor: "anchor_unreadable"
        case .anchorOfAnotherStore: "anchor_of_another_store"
        case .backup: "backup_not_restored"
        }
    }
}

extension StoreAge.Evidence: CustomStringConvertible {
    package var description: String {
        switch self {
        case .older(let sequence, let known): "its sequence is \(sequence), and \(known) was reached before"
        case .olderThanAudit(let sequence, let known):
            "its sequence is \(sequence), and the audit log tells of a change at \(known)"
        case .noAnchor: "it was served before, and its anchor file is missing"
        case .unreadableAnchor: "its anchor file cannot be read"
        case .anchorOfAnotherStore: "its anchor file is that of another store"
        case .backup: "it is a backup that was not restored"
        }
    }
}
