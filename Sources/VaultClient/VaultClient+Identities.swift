extension VaultClient {
    /// Which subject an account is, and its roles, by the rules of the vault's configuration (`identity.resolve`). The vault remembers
    /// it; the claims it neither stores nor logs.
    ///
    /// - Parameters:
    ///   - provider: where the user signed in, by its name in the vault's configuration.
    ///   - claims: the text of a JSON object, up to 16 KiB: the claims of the identity token, verified by the caller, with `sub`.
    /// - Throws: `.refused` with kind `permissionDenied` where no rule is about the account, or another account is that subject.
    public func resolveIdentity(provider: String, claims: String) async throws(VaultClientError) -> UserIdentity {
        try await perform(.resolveIdentity(provider: provider, claims: claims)).userIdentity()
    }
}
