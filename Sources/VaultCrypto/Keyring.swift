import VaultCore

/// The unwrapped master keys of one store: chosen by version, never by trial, wiped with the keyring.
package final class Keyring: Sendable {
    let secretPrefix: AssociatedData.Prefix
    let recordKeyPrefix: AssociatedData.Prefix
    /// The one that new record keys are wrapped under.
    let active: MasterKey
    private let keys: [MasterKey]

    /// - Parameter keys: with different versions; `active` is one of them.
    init(storeID: [UInt8], keys: [MasterKey], active: MasterKey) {
        secretPrefix = .secret(storeID: storeID)
        recordKeyPrefix = .recordKey(storeID: storeID)
        self.keys = keys
        self.active = active
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
