extension VaultClient {
    /// Whether the vault is sealed, and what would unseal it (`seal.status`; admin socket only).
    public func sealStatus() async throws(VaultClientError) -> SealReport {
        try await perform(.sealStatus).sealReport()
    }

    /// Unseals the vault with the seal key that its configuration names (`seal.unlock`; admin socket only).
    ///
    /// - Parameter passphrase: needed where the configuration names a passphrase.
    /// - Throws: a refusal of kind `sealed` when the key is wrong or cannot be had, of kind `rateLimited` when a try came too
    ///   soon after a wrong one.
    public func unseal(passphrase: SecretText? = nil) async throws(VaultClientError) -> SealReport {
        try await perform(.unseal(passphrase)).sealReport()
    }

    /// Seals the vault at once (`seal.lock`; admin socket only).
    public func seal() async throws(VaultClientError) -> SealReport {
        try await perform(.seal).sealReport()
    }

    /// Moves the store to the seal key that the configuration names now (`seal.change`; admin socket only).
    ///
    /// - Parameter passphrase: the new one, where the configuration names a passphrase.
    public func reseal(passphrase: SecretText? = nil) async throws(VaultClientError) -> SealReport {
        try await perform(.reseal(passphrase)).sealReport()
    }
}
