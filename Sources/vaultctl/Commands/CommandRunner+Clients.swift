import VaultClient
import VaultCommandLine

extension CommandRunner {
    func listClients() async throws(CommandError) -> ExitCode {
        let limit = try usage { () throws(UsageError) in try command.integer("limit", in: 1...5_000) }
        let attempt = "list who is connected"
        let result = try await ask(.listClients(client: command.value("client"), limit: limit), attempt)
        if isJSON {
            try printJSON(result)
            return .ok
        }
        let list = try read(attempt) { () throws(VaultClientError) in try result.connectedClients() }
        try print(ClientText.table(list.clients, hasHeading: !isQuiet))
        if list.leftOut > 0 { note("\(list.leftOut) more: raise --limit, or name a client") }
        return .ok
    }
}
