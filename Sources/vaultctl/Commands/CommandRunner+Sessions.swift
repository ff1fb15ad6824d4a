import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func listSessions() async throws(CommandError) -> ExitCode {
        let command = command
        let given = try usage { () throws(UsageError) in try command.integer("limit", in: 1...1_000_000) }
        let limit = Int(given ?? 1000)
        var query = SessionQuery()
        query.subject = command.value("subject")
        query.kind = command.value("class")
        var results: [ResultReader] = []
        var found: [UserSession] = []
        repeat {
            query.limit = min(500, limit - found.count)
            let result = try await ask(.listSessions(query), "list the sessions")
            let page = try read("list the sessions") { () throws(VaultClientError) in try result.sessionPage() }
            results.append(result)
            found += page.sessions
            query.cursor = page.nextCursor
        } while query.cursor != nil && found.count < limit
        if isJSON {
            try print(Self.joined(results, "sessions", nextCursor: query.cursor))
        } else {
            try print(SessionText.table(found, hasHeading: !isQuiet))
        }
        if query.cursor != nil { note("there are more: raise --limit, or narrow the list") }
        return .ok
    }

    func showSession() async throws(CommandError) -> ExitCode {
        let id = command.argument("id") ?? ""
        let attempt = "show session \(id)"
        var query = SessionQuery()
        query.id = id
        let result = try await ask(.listSessions(query), attempt)
        // The daemon answers with the one or says that there is none.
        let sessions = try read(attempt) { () throws(VaultClientError) in
            try result.list("sessions") { one throws(VaultClientError) in (raw: one, session: try one.session()) }
        }
        for (raw, session) in sessions {
            if isJSON { try printJSON(raw) } else { try print(SessionText.details(session)) }
        }
        return .ok
    }

    func revokeSession() async throws(CommandError) -> ExitCode {
        let (id, fromInput) = (command.argument("id"), command.has("session-stdin"))
        guard (id == nil) == fromInput else {
            throw .usage(
                UsageError(
                    "'session revoke' needs an id or --session-stdin, and not both",
                    hint: "vaultctl session revoke vsi_..."))
        }
        let selection: UserSessionSelection =
            if let id { .id(id) } else { .secret(try secret("session", prompt: "Session (not shown): ")) }
        let attempt = id.map { "revoke session \($0)" } ?? "revoke the session"
        let result = try await ask(.endSession(selection), attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let ended = try read(attempt) { () throws(VaultClientError) in try result.endedSession() }
            if !isQuiet { try print("revoked \(TextTable.harmless(ended.id))\n") }
        }
        return .ok
    }

    func revokeSessions() async throws(CommandError) -> ExitCode {
        let (subject, provider) = (command.value("subject"), command.value("provider"))
        let owners: [SessionSelectionScope.Owner] =
            [subject.map { .subject($0) }, provider.map { .provider($0) }, command.has("everyone") ? .everyone : nil]
            .compactMap(\.self)
        guard owners.count == 1 else {
            throw .usage(
                UsageError(
                    "'session revoke-all' needs one of --subject, --provider and --everyone",
                    hint: "vaultctl session revoke-all --subject user:default/alice"))
        }
        let attempt = "revoke sessions"
        let result = try await ask(.endSessions(SessionSelectionScope(of: owners[0])), attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let count = try read(attempt) { () throws(VaultClientError) in try result.endedSessions() }
            if !isQuiet { try print("revoked \(count) session\(count == 1 ? "" : "s")\n") }
        }
        return .ok
    }
}
