import VaultCore

/// Whether the program that follows would stand as this one does: unsealed where this one serves, sealed where it is sealed.
enum UpgradeRule {
    /// - Parameters:
    ///   - problem: why the vault is sealed; nil while it serves.
    ///   - source: where the next program gets the seal key from; nil where the configuration does not tell.
    /// - Returns: why not, and what to do; nil where it would.
    static func refusal(sealed problem: SealProblem?, source: SealSource.Kind?) -> String? {
        switch (problem, source) {
        case (_, nil): "the configuration cannot be used; look with 'vaultd check'"
        case (nil, .passphrase?):
            "the new program would not have the passphrase: run 'vaultctl seal' first, which says that callers may wait, and "
                + "'vaultctl unseal' after it"
        case (nil, _?), (.some, .passphrase?): nil
        case (let problem?, _?):
            "the vault is sealed (\(problem.reason.rawValue)), and the new program would try to unseal itself: unseal this "
                + "one first, or stop and start it"
        }
    }
}
