package import VaultCore

/// Why the keyring could not be made or opened; nothing was written where one of these is thrown.
package enum KeyringFailure: Error, Equatable, CustomStringConvertible {
    case store(StoreFailure)
    case notInitialised
    case alreadyInitialised
    case wrongSealKey(MasterKeyVersion)
    case damaged(MasterKeyVersion)
    case noActiveKey
    case outOfMemory

    package var description: String {
        switch self {
        case .store(let failure): "read the master keys: the store failed (\(failure)); look at the store's own message"
        case .notInitialised: "open the keyring: the store holds no master key; run `vaultd init` first"
        case .alreadyInitialised:
            "make the first master key: the store holds one already; use the store as it is, nothing was changed"
        case .wrongSealKey(let version):
            "unwrap master key \(version.number): the seal key is not the one that wrapped it, or the record is damaged;"
                + " give the seal key that this store was made with, nothing was changed"
        case .damaged(let version):
            "unwrap master key \(version.number): the seal key is right but the record is damaged; restore the store from"
                + " a backup, nothing was changed"
        case .noActiveKey:
            "open the keyring: not exactly one master key is active; restore the store from a backup, nothing was changed"
        case .outOfMemory: "open the keyring: no guarded memory is left; free memory or raise vm.max_map_count"
        }
    }
}
