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

    /// Seals the vault (`seal.lock`; admin socket only): nobody is given anything from here on. Answers of providers that were
    /// asked before are committed, for up to 10 s; then the keys are wiped.
    ///
    /// - Parameter now: wipes the keys without waiting.
    public func seal(now: Bool = false) async throws(VaultClientError) -> SealReport {
        try await perform(.seal(now: now)).sealReport()
    }

    /// Moves the store to the seal key that the configuration names now (`seal.change`; admin socket only).
    ///
    /// - Parameter passphrase: the new one, where the configuration names a passphrase.
    public func reseal(passphrase: SecretText? = nil) async throws(VaultClientError) -> SealReport {
        try await perform(.reseal(passphrase)).sealReport()
    }
}
