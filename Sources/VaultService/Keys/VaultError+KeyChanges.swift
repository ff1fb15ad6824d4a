import VaultCore

extension VaultError {
    /// What an operator is told when a change of a master key is refused.
    init(_ refusal: KeyChangeRefusal) {
        switch refusal {
        case .unknown: self = .notFound(what: "master key")
        case .alreadyPrepared(let version):
            self = .conflict(
                reason: "master key \(version.number) is prepared already: another rotation has begun; "
                    + "activate that one, or wait for the other rotation")
        case .nonePrepared: self = .conflict(reason: "no master key is prepared; prepare one first")
        case .wrongState(let version, let state, let wanted):
            self = .conflict(
                reason: "master key \(version.number) is \(state.rawValue), not \(wanted.rawValue); "
                    + "look at the states with key.status")
        case .stillNeeded(let version, let records):
            self = .conflict(
                reason: "\(records) records still need master key \(version.number); "
                    + "let key.rewrap come to its end, and look with key.verify if it does not")
        case .stillNeededFor(let version, let needs):
            self = .conflict(
                reason:
                    "\(needs.records) records still need master key \(version.number) (grants: \(needs.grants), their "
                    + "cached tokens: \(needs.cachedTokens), queued revocations: \(needs.revocations)); "
                    + "let key.rewrap come to its end, and look with key.verify if it does not")
        case .heldByBackups(let version, let names):
            let more = names.count > Self.namedBackups ? " and \(names.count - Self.namedBackups) more" : ""
            self = .conflict(
                reason: "backups still hold master key \(version.number): "
                    + names.prefix(Self.namedBackups).joined(separator: ", ") + more
                    + "; remove them or move them out of backup.directory first")
        }
    }

    private static let namedBackups = 10

    /// The directory of backups cannot be read: what they hold is not known.
    init(_ failure: BackupShelfFailure) {
        self = .conflict(
            reason: "the backups could not be looked at: \(failure.path): \(failure.reason); "
                + "move that out of backup.directory, or correct the configuration")
    }

    /// The states were read a moment ago and are others now.
    static let keysChanged = VaultError.conflict(
        reason: "the master keys were changed by another request at the same time; look at them and ask again")
}
