import VaultClient
import VaultCommandLine
import VaultJSON

/// The end of grants, of one or of all that a user has.
extension CommandRunner {
    /// Revocations that are asked for at a time.
    private static let atOnce = 16
    /// What is left of `--timeout` for the way back.
    private static let reserveMilliseconds: Int64 = 2_000

    func revokeGrant() async throws(CommandError) -> ExitCode {
        if command.has("all") || command.value("subject") != nil { return try await revokeEveryGrant() }
        guard command.argument("grant-or-subject") != nil, command.value("provider") == nil else {
            throw .usage(
                UsageError(
                    "'grant revoke' needs a grant, or a user and a provider",
                    hint: "vaultctl grant revoke user:default/alice github"))
        }
        let selection = try selection()
        let attempt = "revoke \(selection.shown)"
        let result = try await ask(.revokeGrant(selection, waitMilliseconds: try patience()), attempt)
        let revoked = try read(attempt) { () throws(VaultClientError) in try result.revokedGrant() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(RevocationText.one(revoked))
        }
        return command.has("wait") && revoked.upstream == "queued" ? .failed : .ok
    }

    private func revokeEveryGrant() async throws(CommandError) -> ExitCode {
        guard let subject = command.value("subject"), command.has("all"), command.argument("grant-or-subject") == nil,
            command.value("account") == nil
        else {
            throw .usage(
                UsageError(
                    "to end every grant of a user takes --subject and --all, and nothing beside them but --provider",
                    hint: "vaultctl grant revoke --subject user:default/alice --all"))
        }
        let grants = try await everyGrant(of: subject, at: command.value("provider"))
        let outcomes = try await revoke(grants, waitMilliseconds: try patience())
        if isJSON {
            try print(Self.receipt(subject, outcomes))
        } else if !isQuiet {
            let rows = outcomes.map {
                RevocationText.row($0.grant.handle, $0.grant.provider, $0.grant.account, $0.upstream ?? "not revoked")
            }
            try print(RevocationText.table(rows))
        }
        for outcome in outcomes {
            if let failure = outcome.failure { console.note(failure.text) }
        }
        let isDone = outcomes.allSatisfy { $0.failure == nil && !(command.has("wait") && $0.upstream == "queued") }
        return isDone ? .ok : .failed
    }

    /// Nil without `--wait`.
    private func patience() throws(CommandError) -> Int64? {
        guard command.has("wait") else { return nil }
        let command = command
        let timeout = try usage { () throws(UsageError) in try command.milliseconds("timeout") }
        let whole = timeout ?? CommandName.grantRevoke.usualMilliseconds
        return min(max(1, whole - Self.reserveMilliseconds), 600_000)
    }

    private func everyGrant(of subject: String, at provider: String?) async throws(CommandError) -> [GrantRecord] {
        let attempt = "list the grants of \(subject)"
        var query = GrantQuery()
        (query.subject, query.provider, query.limit) = (subject, provider, 500)
        var grants: [GrantRecord] = []
        repeat {
            let result = try await ask(.listGrants(query), attempt)
            let page = try read(attempt) { () throws(VaultClientError) in try result.grantPage() }
            grants += page.grants
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return grants
    }

    private struct Outcome: Sendable {
        let grant: GrantRecord
        /// Nil with a failure.
        var upstream: String?
        var failure: Failure?
    }

    /// One that fails keeps none of the others.
    private func revoke(_ grants: [GrantRecord], waitMilliseconds: Int64?) async throws(CommandError) -> [Outcome] {
        let vault = vault
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            var outcomes = [Outcome?](repeating: nil, count: grants.count)
            for (position, grant) in grants.enumerated() {
                if position >= Self.atOnce, let (done, outcome) = await group.next() { outcomes[done] = outcome }
                group.addTask {
                    var outcome = Outcome(grant: grant)
                    do throws(VaultClientError) {
                        let call = ClientCall.revokeGrant(.handle(grant.handle), waitMilliseconds: waitMilliseconds)
                        outcome.upstream = try await vault.perform(call).revokedGrant().upstream
                    } catch {
                        outcome.failure = Failure(attempt: "revoke the grant \(grant.handle)", error: error)
                    }
                    return (position, outcome)
                }
            }
            for await (done, outcome) in group { outcomes[done] = outcome }
            return outcomes.compactMap(\.self)
        }
    }

    private static func receipt(_ subject: String, _ outcomes: [Outcome]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("subject", subject)
            writer.member(
                "grants",
                array: { writer in
                    for outcome in outcomes {
                        writer.object { writer in
                            writer.member("grant", outcome.grant.handle)
                            writer.member("provider", outcome.grant.provider)
                            if let account = outcome.grant.account { writer.member("account", account) }
                            writer.member("revoked_locally", outcome.failure == nil)
                            if let upstream = outcome.upstream { writer.member("upstream", upstream) }
                        }
                    }
                })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
