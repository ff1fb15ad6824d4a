import VaultCore

/// The unwrapped master keys of one store and the seal key that they are wrapped under: chosen by version, never by trial,
/// wiped with the keyring. A keyring never changes; a change of keys makes a new one.
package final class Keyring: Sendable {
    let storeID: [UInt8]
    let secretPrefix: AssociatedData.Prefix
    let recordKeyPrefix: AssociatedData.Prefix
    /// The one that new record keys are wrapped under.
    let active: MasterKey
    let keys: [MasterKey]
    /// Kept, because a new master key must be wrapped while the vault is open.
    let sealKey: HeldSealKey

    /// - Parameter keys: with different versions; `active` is one of them.
    init(storeID: [UInt8], keys: [MasterKey], active: MasterKey, sealKey: HeldSealKey) {
        self.storeID = storeID
        secretPrefix = .secret(storeID: storeID)
        recordKeyPrefix = .recordKey(storeID: storeID)
        self.keys = keys
        self.active = active
        self.sealKey = sealKey
    }

    /// A handful of versions at most, so looking them through is the fastest way.
    func key(_ version: MasterKeyVersion) -> MasterKey? {
        if active.version == version { return active }
        return keys.first { $0.version == version }
    }
}

extension Keyring: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
