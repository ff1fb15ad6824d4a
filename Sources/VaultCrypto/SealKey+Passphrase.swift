import CSodium
package import VaultCore

extension SealKey {
    /// Of a new passphrase; an old one is only tried.
    package static let minimumPassphraseBytes = 12
    package static let maximumPassphraseBytes = 1024

    /// Derives the key with Argon2id: salt and cost are part of it (libsodium, "The pwhash* API"). Blocks for as long as the
    /// cost says.
    package init(deriving passphrase: Secret, _ seal: PassphraseSeal) throws(SealKeyFailure) {
        let memory: GuardedMemory
        do { memory = try GuardedMemory(count: GuardedKey.byteCount) } catch { throw .outOfMemory }
        let status = memory.withPointer { key in
            passphrase.withBytes { text in
                guard let words = text.assumingMemoryBound(to: CChar.self).baseAddress else { return Int32(-1) }
                return crypto_pwhash(
                    key, UInt64(GuardedKey.byteCount), words, UInt64(text.count), seal.salt,
                    UInt64(seal.cost.operations), Int(seal.cost.memoryBytes), crypto_pwhash_ALG_ARGON2ID13)
            }
        }
        // The one way to fail with parameters in their ranges (crypto_pwhash.c).
        guard status == 0 else { throw .noMemoryToDerive(mebibytes: Int(seal.cost.memoryBytes >> 20)) }
        self.init(freezing: memory)
    }

    /// A new seal for a new passphrase.
    package static func makePassphraseSeal(
        for passphrase: Secret, cost: PassphraseCost
    ) throws(SealKeyFailure) -> PassphraseSeal {
        guard passphrase.count >= minimumPassphraseBytes else { throw .shortPassphrase }
        guard passphrase.count <= maximumPassphraseBytes else { throw .longPassphrase }
        guard Sodium.isReady else { throw .outOfMemory }
        var salt = [UInt8](repeating: 0, count: PassphraseSeal.saltBytes)
        randombytes_buf(&salt, salt.count)
        guard let seal = PassphraseSeal(salt: salt, cost: cost) else { throw .outOfMemory }
        return seal
    }
}
