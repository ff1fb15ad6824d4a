import VaultClient
import VaultCommandLine

extension CommandRunner {
    func getToken() async throws(CommandError) -> ExitCode {
        let selection = try selection()
        let call = ClientCall.getToken(
            selection, scopes: command.values("scope").isEmpty ? nil : command.values("scope"),
            minimumLifeSeconds: try minimumLife(), forceRefresh: command.has("force-refresh"))
        let attempt = "get a token of \(selection.owner)"
        let result = try await ask(call, attempt)
        if console.isOutputTerminal {
            note("warning: the token is printed to the screen, use it as $(vaultctl token get ...) or pipe it")
        }
        if isJSON {
            try printJSON(result)
        } else {
            let token = try read(attempt) { () throws(VaultClientError) in try result.accessToken() }
            guard console.out(token.secret), !console.isOutputTerminal || console.out("\n") else { throw .notDelivered }
        }
        return .ok
    }

    /// In seconds, rounded up: never less than was asked for.
    private func minimumLife() throws(CommandError) -> Int64? {
        let life = try usage { () throws(UsageError) in try command.milliseconds("min-ttl") }
        guard let life else { return nil }
        guard life <= 86_400_000 else {
            throw .usage(UsageError("--min-ttl must be one day at most", hint: "write 1d"))
        }
        return (life + 999) / 1000
    }
}
