import VaultClient

/// The daemon as the commands see it; the real one is a `VaultClient`.
protocol Vault: Sendable {
    func perform(_ call: ClientCall) async throws(VaultClientError) -> ResultReader
}

extension VaultClient: Vault {}
