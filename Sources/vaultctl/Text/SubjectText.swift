import VaultClient
import VaultCommandLine

/// What concerns one user, as people read it.
enum SubjectText {
    static func details(_ subject: SubjectSummary) -> String {
        var details = Details()
        details.add("subject", subject.subject)
        details.add("state", state(subject))
        details.add("grants", "\(subject.grants)")
        details.add("sessions", "\(subject.sessions)")
        details.add("delegations", "\(subject.delegations)")
        details.add("revocations left", "\(subject.pendingRevocations)")
        return details.text()
    }

    static func state(_ subject: SubjectSummary) -> String {
        subject.disabledAt.map { "disabled since \(TimeText.utc($0))" } ?? "enabled"
    }

    static func receipt(_ ended: SubjectRevocation) -> String {
        var details = Details()
        details.add("subject", ended.subject)
        details.add("state", ended.isDisabled ? "disabled: no new session or grant" : "enabled: may sign in again")
        details.add("sessions", "\(ended.sessions) ended")
        details.add("delegations", "\(ended.delegations) ended")
        details.add("grants", "\(ended.grants.count) ended")
        guard !ended.grants.isEmpty else { return details.text() }
        let rows = ended.grants.map { RevocationText.row($0.grant, $0.provider, $0.account, $0.upstream) }
        return details.text() + "\n" + RevocationText.table(rows)
    }
}
