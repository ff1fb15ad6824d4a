import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func createDelegation() async throws(CommandError) -> ExitCode {
        let selection = try selection()
        let (command, client) = (command, command.value("client") ?? "")
        let life = try usage { () throws(UsageError) in try command.milliseconds("expires-in") } ?? 0
        guard (1000...2_592_000_000).contains(life) else {
            throw .usage(UsageError("--expires-in must be one second at least and 30 days at most", hint: "write 1h"))
        }
        var offer = DelegationOffer(of: selection, to: client, expiresInSeconds: life / 1000)
        offer.scopes = command.values("scope").isEmpty ? nil : command.values("scope")
        offer.givesFullToken = command.has("full")
        offer.maximumUses = try usage { () throws(UsageError) in try command.integer("max-uses", in: 1...1_000_000) }
        offer.purpose = command.value("purpose")
        let attempt = "delegate \(selection.shown) to \(client)"
        let result = try await ask(.createDelegation(offer), attempt)
        if isJSON {
            try printJSON(result)
            return .ok
        }
        let issued = try read(attempt) { () throws(VaultClientError) in try result.issuedDelegation() }
        guard console.out(issued.secret), !console.isOutputTerminal || console.out("\n") else { throw .notDelivered }
        note("\(issued.record.id) for \(issued.record.client), until \(TimeText.utc(issued.record.expiresAt))")
        return .ok
    }

    func listDelegations() async throws(CommandError) -> ExitCode {
        let command = command
        let given = try usage { () throws(UsageError) in try command.integer("limit", in: 1...1_000_000) }
        let limit = Int(given ?? 1000)
        var query = DelegationQuery()
        query.grant = command.value("grant")
        query.subject = command.value("subject")
        query.client = command.value("client")
        var results: [ResultReader] = []
        var found: [DelegationRecord] = []
        repeat {
            query.limit = min(500, limit - found.count)
            let result = try await ask(.listDelegations(query), "list the delegations")
            let page = try read("list the delegations") { () throws(VaultClientError) in try result.delegationPage() }
            results.append(result)
            found += page.delegations
            query.cursor = page.nextCursor
        } while query.cursor != nil && found.count < limit
        if isJSON {
            try print(Self.joined(results, "delegations", nextCursor: query.cursor))
        } else {
            try print(DelegationText.table(found, now: console.now(), hasHeading: !isQuiet))
        }
        if query.cursor != nil { note("there are more: raise --limit, or narrow the list") }
        return .ok
    }

    func revokeDelegation() async throws(CommandError) -> ExitCode {
        let (id, fromInput) = (command.argument("id"), command.has("delegation-stdin"))
        guard (id == nil) == fromInput else {
            throw .usage(
                UsageError(
                    "'delegation revoke' needs an id or --delegation-stdin, and not both",
                    hint: "vaultctl delegation revoke vdi_..."))
        }
        let selection: DelegationSelection = if let id { .id(id) } else { .secret(try delegationSecret()) }
        let attempt = id.map { "revoke delegation \($0)" } ?? "revoke the delegation"
        let result = try await ask(.revokeDelegation(selection), attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let revoked = try read(attempt) { () throws(VaultClientError) in try result.revokedDelegation() }
            if !isQuiet { try print("revoked \(TextTable.harmless(revoked))\n") }
        }
        return .ok
    }

    func delegationSecret() throws(CommandError) -> SecretText {
        try secret("delegation", prompt: "Delegation (not shown): ")
    }
}
