import VaultCore
import VaultJSON

extension SubjectFacts {
    func write(to writer: inout JSONWriter) {
        writer.member("subject", subject.text)
        writer.member("disabled", disabledAt != nil)
        if let disabledAt { writer.member("disabled_at", disabledAt.seconds) }
        writer.member("grants", grants)
        writer.member("sessions", sessions)
        writer.member("delegations", delegations)
        writer.member("pending_revocations", pendingRevocations)
    }
}

extension SubjectReceipt {
    func write(to writer: inout JSONWriter) {
        writer.member("subject", subject.text)
        writer.member("disabled", isDisabled)
        writer.member("sessions", sessions)
        writer.member("delegations", delegations)
        writer.member(
            "grants",
            array: { writer in
                for line in grants { writer.object { line.write(to: &$0) } }
            })
    }
}

extension SubjectReceipt.Line {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("grant", id.handle)
        writer.member("provider", provider.text)
        if account != .unknown { writer.member("account", account.text) }
        writer.member("upstream", upstream.rawValue)
    }
}
