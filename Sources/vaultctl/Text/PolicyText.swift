import VaultClient
import VaultCommandLine

/// What policy says, as people read it: the verdict, what decides, and what would have to change.
enum PolicyText {
    static func explanation(_ answer: PolicyAnswer, of query: PolicyQuery) -> String {
        var details = Details()
        details.add("rule", answer.rule)
        if answer.rule != nil {
            let more = answer.givesFullToken ? "; a token for more may stand in" : ""
            details.add("scopes", (answer.scopes.map { $0.joined(separator: " ") } ?? "all that the grant has") + more)
            details.add("token life", answer.maximumLifeSeconds.map { "at most \(TimeText.span($0))" })
        }
        let verdict = answer.isAllowed ? "allowed" : "denied: \(TextTable.harmless(problem(answer, query)))"
        return "\(verdict)\n\(details.text())"
    }

    private static func problem(_ answer: PolicyAnswer, _ query: PolicyQuery) -> String {
        let (client, method) = (query.client, query.method)
        let provider = query.provider ?? "any provider"
        return switch answer.reason {
        case "unknown_client": "no client \(client) is configured: add it below clients"
        case "method_not_allowed": "no rule of clients.\(client) names \(method): add it to methods of one"
        case "provider_not_allowed":
            "no rule of clients.\(client) names \(method) for \(provider): add it to providers of one"
        case "subject_not_allowed":
            "no rule of clients.\(client) names \(method) for \(provider) and \(query.subject ?? "any subject"): add it to subjects of one"
        case "scope_exceeded":
            "the rule does not give \(answer.scopesBeyond.joined(separator: " ")): add it to its scopes"
        case "wrong_socket": "\(method) is offered by the admin socket only"
        case let other: other ?? "the vault does not say why"
        }
    }
}
