import VaultJSON

/// A call that a client might make, to be asked about without making it.
package struct PolicyQuery: Hashable, Sendable {
    package var client: String
    package var method: String
    package var socket: String?
    package var provider: String?
    package var subject: String?
    package var scopes: [String]

    package init(client: String, method: String) {
        self.client = client
        self.method = method
        scopes = []
    }

    func write(to writer: inout JSONWriter) {
        writer.member("client", client)
        writer.member("method", method)
        if let socket { writer.member("socket", socket) }
        if let provider { writer.member("provider", provider) }
        if let subject { writer.member("subject", subject) }
        if !scopes.isEmpty { writer.member("scopes", scopes) }
    }
}

/// What policy would say to it.
package struct PolicyAnswer: Hashable, Sendable {
    package let isAllowed: Bool
    package let reason: String?
    /// The rule that decides.
    package let rule: String?
    /// nil for all that a grant has.
    package let scopes: [String]?
    package let givesFullToken: Bool
    package let maximumLifeSeconds: Int64?
    /// One of these classes; nil for any.
    package let requiredACR: [String]?
    /// All of these methods.
    package let requiredAMR: [String]
    package let maximumAuthAgeSeconds: Int64?
    package let requiresSession: Bool
    /// One of these; empty for none.
    package let requiredRoles: [String]
    package let scopesBeyond: [String]
}

extension ResultReader {
    package func policyAnswer() throws(VaultClientError) -> PolicyAnswer {
        PolicyAnswer(
            isAllowed: try bool("allowed"), reason: optionalText("reason"), rule: optionalText("rule"),
            scopes: optionalTexts("scopes"), givesFullToken: optionalBool("full_token") ?? false,
            maximumLifeSeconds: optionalInteger("max_token_life"), requiredACR: optionalTexts("require_acr"),
            requiredAMR: optionalTexts("require_amr") ?? [], maximumAuthAgeSeconds: optionalInteger("max_auth_age"),
            requiresSession: optionalBool("require_session") ?? false,
            requiredRoles: optionalTexts("require_role") ?? [],
            scopesBeyond: optionalTexts("scopes_beyond") ?? [])
    }

    func optionalBool(_ name: String) -> Bool? { value[name]?.bool }
}
