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
            details.add("sign-in", signIn(answer))
            details.add(
                "role",
                answer.requiredRoles.isEmpty
                    ? nil : "the session must have one of \(answer.requiredRoles.joined(separator: " "))")
            details.add(
                "session",
                answer.requiresSession || !answer.requiredRoles.isEmpty
                    ? "the call must name a live one of the user" : nil)
        }
        let verdict = answer.isAllowed ? "allowed" : "denied: \(TextTable.harmless(problem(answer, query)))"
        return "\(verdict)\n\(details.text())"
    }

    /// What a token's grant must have come of; the call itself tells whether one has.
    private static func signIn(_ answer: PolicyAnswer) -> String? {
        let terms = [
            answer.requiredACR.map { "acr one of \($0.joined(separator: " "))" },
            answer.requiredAMR.isEmpty ? nil : "amr all of \(answer.requiredAMR.joined(separator: " "))",
            answer.maximumAuthAgeSeconds.map { "at most \(TimeText.span($0)) ago" },
        ].compactMap { $0 }
        return terms.isEmpty ? nil : terms.joined(separator: ", ")
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
