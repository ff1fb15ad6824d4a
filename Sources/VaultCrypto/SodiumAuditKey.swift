import CSodium
package import VaultCore

/// Keeps the `AuditKey` port with libsodium: of one secret of 32 bytes a signing key, a key for the keys of spans and one for marks
/// are derived, each of which tells nothing of the others; all rest in guarded memory.
package final class SodiumAuditKey: AuditKey {
    private static let forSigning = Blake2b.Personalisation("vaultd audsign 1")
    private static let forSpans = Blake2b.Personalisation("vaultd audspan 1")
    private static let forMarks = Blake2b.Personalisation("vaultd audmark 1")

    package let publicKey: [UInt8]
    private let signing: GuardedMemory
    private let spans: GuardedKey
    private let marks: GuardedKey

    package init(_ secret: borrowing SealKey) throws(SodiumFailure) {
        spans = try Self.derive(secret, Self.forSpans)
        marks = try Self.derive(secret, Self.forMarks)
        let seed = try Self.derive(secret, Self.forSigning)
        let signing = try GuardedMemory(count: Int(crypto_sign_ed25519_secretkeybytes()))
        var publicKey = [UInt8](repeating: 0, count: Ed25519PublicKey.byteCount)
        seed.withPointer { seed in
            signing.withPointer { _ = crypto_sign_ed25519_seed_keypair(&publicKey, $0, seed) }
        }
        signing.makeReadOnly()
        self.signing = signing
        self.publicKey = publicKey
    }

    package var publicKeyPEM: String { Ed25519PublicKey.pem(publicKey) }

    package func freshNumber() -> AuditNumber {
        var bits: UInt128 = 0
        withUnsafeMutableBytes(of: &bits) { bytes in
            if let start = bytes.baseAddress { randombytes_buf(start, bytes.count) }
        }
        return AuditNumber(bits: bits)
    }

    package func spanKey(log: AuditNumber, nonce: AuditNumber) -> AuditHash {
        var key = AuditHash.zero
        withUnsafeBytes(of: (log.bits, nonce.bits)) { Self.hash($0, under: spans, into: &key) }
        return key
    }

    package func sign(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Ed25519PrivateKey.signatureBytes)
        signing.withPointer {
            _ = crypto_sign_ed25519_detached(&signature, nil, message, UInt64(message.count), $0)
        }
        return signature
    }

    package func mark(of secret: UnsafeRawBufferPointer) -> TokenMark {
        var bits: UInt128 = 0
        Self.hash(secret, under: marks, into: &bits)
        return TokenMark(bits: bits)
    }

    private static func hash(
        _ bytes: UnsafeRawBufferPointer, under key: borrowing GuardedKey, into hash: inout some BitwiseCopyable
    ) {
        let isDone = withUnsafeMutableBytes(of: &hash) { output in
            key.withPointer { key in
                Blake2b.hash(
                    bytes, key: UnsafeRawBufferPointer(start: key, count: GuardedKey.byteCount), personalisation: nil,
                    into: output.assumingMemoryBound(to: UInt8.self))
            }
        }
        // 16 or 32 bytes of hash and 32 of key are within what BLAKE2b takes.
        precondition(isDone, "BLAKE2b refused its lengths")
    }

    private static func derive(
        _ secret: borrowing SealKey, _ use: Blake2b.Personalisation
    ) throws(SodiumFailure) -> GuardedKey {
        let derived = try GuardedMemory(count: GuardedKey.byteCount)
        let isDone = secret.key.withPointer { key in
            derived.withPointer { output in
                Blake2b.hash(
                    UnsafeRawBufferPointer(start: nil, count: 0),
                    key: UnsafeRawBufferPointer(start: key, count: GuardedKey.byteCount), personalisation: use,
                    into: UnsafeMutableBufferPointer(start: output, count: GuardedKey.byteCount))
            }
        }
        precondition(isDone, "BLAKE2b refused its lengths")
        return GuardedKey(freezing: derived)
    }
}

extension SodiumAuditKey: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
