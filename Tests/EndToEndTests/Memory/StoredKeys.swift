import Foundation
import TestHarness
import VaultCore
import VaultStorage

@testable import VaultCrypto

/// All keys of a vault at rest in clear, as only whoever has both store and seal key can make them.
struct StoredKeys {
    private(set) var all: [(name: String, bytes: [UInt8])] = []

    init(of vault: TestVault) throws {
        var options = StoreOptions()
        options.createsIfMissing = false
        options.changes = .never
        let store = try SQLiteStore.open(path: vault.storePath, options: options) { _ in }
        defer { store.close() }
        let key = try SealKey(
            reading: Secret(copyingTextOf: String(decoding: vault.folder.bytes("seal.key"), as: UTF8.self)))
        let keyring = try KeyringBootstrap.open(store, under: key)
        all.append(("seal key", keyring.sealKey.key.key.withPointer(Self.bytes)))
        for master in keyring.keys {
            all.append(("master key \(master.version.number)", master.key.withPointer(Self.bytes)))
        }
        let scratch = try Scratch()
        for grant in try store.list(GrantFilter()) {
            guard let wrapped = try store.recordKey(of: grant.id.rawValue) else { continue }
            try KeyringSealer.unwrap(wrapped, of: grant.id.rawValue, keyring, into: scratch)
            all.append(("record key of \(grant.subject.text)", Self.bytes(scratch.recordKey)))
        }
    }

    private static func bytes(_ key: UnsafePointer<UInt8>) -> [UInt8] {
        Array(UnsafeBufferPointer(start: key, count: GuardedKey.byteCount))
    }
}
