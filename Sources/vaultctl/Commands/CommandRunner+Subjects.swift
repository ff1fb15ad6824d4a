import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func revokeAll() async throws(CommandError) -> ExitCode {
        guard let subject = command.value("subject") else {
            throw .usage(
                UsageError("'revoke' needs --subject", hint: "vaultctl revoke --subject user:default/alice"))
        }
        return try await end(.revokeSubject(subject), "revoke all of \(subject)")
    }

    func disableSubject() async throws(CommandError) -> ExitCode {
        let subject = command.argument("subject") ?? ""
        return try await end(.disableSubject(subject), "disable \(subject)")
    }

    private func end(_ call: ClientCall, _ attempt: String) async throws(CommandError) -> ExitCode {
        let result = try await ask(call, attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let ended = try read(attempt) { () throws(VaultClientError) in try result.subjectRevocation() }
            if !isQuiet { try print(SubjectText.receipt(ended)) }
        }
        return .ok
    }

    func enableSubject() async throws(CommandError) -> ExitCode {
        let subject = command.argument("subject") ?? ""
        let attempt = "enable \(subject)"
        let result = try await ask(.enableSubject(subject), attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let summary = try read(attempt) { () throws(VaultClientError) in try result.subjectSummary() }
            if !isQuiet { try print(TextTable.harmless(summary.subject) + " is " + SubjectText.state(summary) + "\n") }
        }
        return .ok
    }

    /// The numbers, and the first page of each kind of thing: of one user there are rarely more.
    func showSubject() async throws(CommandError) -> ExitCode {
        let subject = command.argument("subject") ?? ""
        let attempt = "show \(subject)"
        let facts = try await ask(.showSubject(subject), attempt)
        var (ofGrants, ofSessions, ofDelegations) = (GrantQuery(), SessionQuery(), DelegationQuery())
        (ofGrants.subject, ofSessions.subject, ofDelegations.subject) = (subject, subject, subject)
        (ofGrants.limit, ofSessions.limit, ofDelegations.limit) = (500, 500, 500)
        let grants = try await ask(.listGrants(ofGrants), attempt)
        let sessions = try await ask(.listSessions(ofSessions), attempt)
        let delegations = try await ask(.listDelegations(ofDelegations), attempt)
        let pages = [("grants", grants), ("sessions", sessions), ("delegations", delegations)]
        if isJSON {
            try print(Self.joined(facts, pages))
        } else {
            let text = try read(attempt) { () throws(VaultClientError) in
                [
                    SubjectText.details(try facts.subjectSummary()),
                    GrantText.table(try grants.grantPage().grants, hasHeading: true),
                    SessionText.table(try sessions.sessionPage().sessions, hasHeading: true),
                    DelegationText.table(
                        try delegations.delegationPage().delegations, now: console.now(), hasHeading: true),
                ]
            }
            let parts = text.enumerated().filter {
                $0.offset == 0 || $0.element.contains("\n") && Self.hasRows($0.element)
            }
            try print(parts.map(\.element).joined(separator: "\n"))
        }
        for (what, page) in pages where page.value["next_cursor"] != nil {
            note("there are more \(what): see 'vaultctl \(what.dropLast()) list --subject'")
        }
        return .ok
    }

    private static func hasRows(_ table: String) -> Bool { table.split(separator: "\n").count > 1 }

    private static func joined(_ facts: ResultReader, _ pages: [(String, ResultReader)]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("subject")
            facts.value.withRawBytes { writer.raw(bytes: $0) }
            for (name, page) in pages {
                writer.name(name)
                page.value[name]?.withRawBytes { writer.raw(bytes: $0) }
            }
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
