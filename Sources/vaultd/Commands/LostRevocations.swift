import VaultAudit
import VaultCore

/// What is known of the grants that were revoked after a copy of the store was made: those are back with it.
struct LostRevocations {
    private let history: AuditHistory
    private let copied: String?

    /// - Parameter moment: the copy was made then or later.
    init(_ settings: VaultSettings, since copy: StoreMark, noOlderThan moment: Timestamp?) {
        history = AuditHistory(in: AuditSegments(of: settings.auditPath).files, since: copy)
        copied = moment.map { TimeText.text(of: $0) }
    }

    var isKnown: Bool { history.reachesBackTo != nil }
    var count: Int { history.revoked.count }

    /// - Parameter now: the end of the time that is not known.
    func sentence(at now: Timestamp) -> String {
        if let since = history.reachesBackTo {
            let were = count == 0 ? "no grant that was" : "\(count) grants that were"
            return "the audit log tells of \(were) revoked after \(since), when the store was last as it is now"
                + (count == 0 ? "" : "; they are revoked again at the next start")
        }
        let start = copied.map { "between \($0)" } ?? "between the copy"
        return "warning: the audit log does not reach back to the copy: grants that were revoked \(start) and "
            + "\(TimeText.text(of: now)) come back, but for \(count) that it tells of; look through 'vaultctl grant list' and "
            + "revoke them again"
    }
}
