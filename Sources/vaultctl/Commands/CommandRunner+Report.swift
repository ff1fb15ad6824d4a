import VaultClient
import VaultCommandLine

extension CommandRunner {
    func reportScopes() async throws(CommandError) -> ExitCode {
        let days = try usage { () throws(UsageError) in try command.integer("days", in: 1...400) }
        let attempt = "report on scopes"
        let result = try await ask(
            .reportScopes(client: command.value("client"), provider: command.value("provider"), days: days), attempt)
        if isJSON {
            try printJSON(result)
            return .ok
        }
        let report = try read(attempt) { () throws(VaultClientError) in try result.scopeReport() }
        try print(ScopeText.report(report, isQuiet: isQuiet))
        if report.leftOut > 0 { note("\(report.leftOut) more: name a client or a provider") }
        return .ok
    }
}
