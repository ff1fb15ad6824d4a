import VaultClient
import VaultCommandLine

extension CommandRunner {
    func explainPolicy() async throws(CommandError) -> ExitCode {
        let query = try policyQuery()
        let attempt = "explain the policy"
        let result = try await ask(.explainPolicy(query), attempt)
        let answer = try read(attempt) { () throws(VaultClientError) in try result.policyAnswer() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(PolicyText.explanation(answer, of: query))
        }
        return answer.isAllowed ? .ok : .denied
    }

    private func policyQuery() throws(CommandError) -> PolicyQuery {
        guard let client = command.value("client") else {
            throw .usage(UsageError("--client is missing: say who would call"))
        }
        guard let method = command.value("method") else {
            throw .usage(UsageError("--method is missing: say what it would call, such as token.get"))
        }
        var query = PolicyQuery(client: client, method: method)
        query.socket = command.value("by-socket")
        query.provider = command.value("provider")
        query.subject = command.value("subject")
        query.scopes = command.values("scope")
        return query
    }
}
