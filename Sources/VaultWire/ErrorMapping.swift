package import VaultCore

extension WireError {
    /// The one place where the vault's errors get their number and words.
    package init(_ error: VaultError) { self.init(code: -32603, type: "internal", message: "to come") }
}
