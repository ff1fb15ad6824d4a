/// What the results of `subject.*` say, as the public values.
extension ResultReader {
    package func subjectSummary() throws(VaultClientError) -> SubjectSummary {
        SubjectSummary(
            subject: try text("subject"), disabledAt: optionalInteger("disabled_at"), grants: try integer("grants"),
            sessions: try integer("sessions"), delegations: try integer("delegations"),
            pendingRevocations: try integer("pending_revocations"))
    }

    package func subjectRevocation() throws(VaultClientError) -> SubjectRevocation {
        SubjectRevocation(
            subject: try text("subject"), isDisabled: try bool("disabled"), sessions: try integer("sessions"),
            delegations: try integer("delegations"),
            grants: try list("grants") { line throws(VaultClientError) in
                SubjectRevocation.Line(
                    grant: try line.text("grant"), provider: try line.text("provider"),
                    account: line.optionalText("account"), upstream: try line.text("upstream"))
            })
    }
}
