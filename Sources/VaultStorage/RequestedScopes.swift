import VaultCore

/// How the column `requested_scopes` tells a full token from one that was asked for with scopes.
enum RequestedScopes {
    /// A space is no scope (RFC 6749 §3.3), so it cannot be mistaken for a set that holds one.
    static func text(of scopes: ScopeSet?) -> String {
        guard let scopes else { return "" }
        return scopes.isEmpty ? " " : scopes.spaceSeparated
    }

    static func scopes(of text: String) throws(SQLiteError) -> ScopeSet? {
        text.isEmpty ? nil : try GrantRow.scopes(text)
    }
}
