/// Which scopes a new delegation is for: what was asked within what its creator may have, or all of that. Said by name, so
/// that a delegation does not grow with its grant.
package struct DelegatedScopes: Equatable, Sendable {
    /// nil where the grant names no scopes, so that none can be named here.
    package let chosen: ScopeSet?

    /// - Parameters:
    ///   - asked: nil or empty for all that the creator may have.
    ///   - terms: of the creator's own `token.get`.
    /// - Throws: `VaultError.scopeExceeded` with the scopes that the creator may not have itself.
    package init(asked: ScopeSet?, granted: ScopeSet, terms: RuleTerms) throws(VaultError) {
        let allowed = terms.scopes.map(granted.intersection) ?? granted
        guard let asked, !asked.isEmpty else {
            chosen = granted.isEmpty ? nil : allowed
            return
        }
        let beyond = asked.missing(from: allowed)
        guard beyond.isEmpty else { throw .scopeExceeded(scopes: beyond) }
        chosen = asked
    }
}
