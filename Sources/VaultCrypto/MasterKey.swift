import VaultCore

/// One version of the master key, unwrapped.
final class MasterKey: Sendable {
    let version: MasterKeyVersion
    let key: GuardedKey

    init(version: MasterKeyVersion, key: consuming GuardedKey) {
        self.version = version
        self.key = key
    }
}

extension MasterKey: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: []) }
}
