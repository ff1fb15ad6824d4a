package import VaultCore

/// A keyring under a new seal key and its master keys as they are to be stored; worth nothing until they are.
package struct ResealedKeyring: Sendable {
    package let keyring: Keyring
    /// Every master key that is not destroyed, by its version.
    package let wrapped: [MasterKeyVersion: [UInt8]]
}
