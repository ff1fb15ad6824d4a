package import VaultCore

/// What the cache is given to keep: a grant's full token and what goes with it.
package struct TokenEntry: Sendable {
    let grant: Grant
    let token: LiveToken
    let provider: ProviderIndex
    /// `AuditTrail.grantPart`, for the generation of the token.
    let auditPart: [UInt8]
    /// The grant is the only one of its subject at its provider.
    let isOnlyAccount: Bool
    /// A call for fewer scopes is answered with this very token (`NarrowingRule.lineage`).
    let answersFewerScopes: Bool
    /// Of its scopes on the tally of this cache.
    var scopePlace: ScopePlace

    package init(
        grant: Grant, token: LiveToken, provider: ProviderIndex, auditPart: [UInt8], isOnlyAccount: Bool,
        answersFewerScopes: Bool, scopePlace: ScopePlace = .untold
    ) {
        self.grant = grant
        self.token = token
        self.provider = provider
        self.auditPart = auditPart
        self.isOnlyAccount = isOnlyAccount
        self.answersFewerScopes = answersFewerScopes
        self.scopePlace = scopePlace
    }

    /// Whether the subject and the account look in a JSON text as they do in memory. Only then can they be found by the
    /// bytes of a line; a line with a backslash between the quotes then finds nothing.
    var isPlainText: Bool {
        Self.isPlain(grant.subject.text.utf8.span) && Self.isPlain(grant.account.text.utf8.span)
    }

    private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\") {
            return false
        }
        return true
    }
}
