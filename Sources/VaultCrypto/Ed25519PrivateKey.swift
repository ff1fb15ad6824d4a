import CSodium
import VaultCore

/// An Ed25519 key in guarded memory, made of a seed or of PKCS#8 in PEM (RFC 8410 §7) for as long as one signature takes.
struct Ed25519PrivateKey: ~Copyable {
    static let signatureBytes = 64
    private static let secretKeyBytes = 64
    private static let seedBytes = 32
    /// PrivateKeyInfo of version 1 with id-Ed25519 and no attributes, up to the seed; of it all such keys are made.
    private static let header: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// As libsodium wants it: the seed and behind it the public key.
    private let memory: GuardedMemory

    init(pem: Secret) throws(ClientKeyProblem) {
        let parsed = try Self.parse(pem)
        memory = try Self.allocate(Self.secretKeyBytes)
        var publicKey = [UInt8](repeating: 0, count: Ed25519PublicKey.byteCount)
        parsed.withPointer { bytes in
            _ = memory.withPointer { crypto_sign_ed25519_seed_keypair(&publicKey, $0, bytes + Self.header.count) }
        }
    }

    init(_ key: ProofKey) throws(ClientKeyProblem) {
        memory = try Self.allocate(Self.secretKeyBytes)
        var publicKey = [UInt8](repeating: 0, count: Ed25519PublicKey.byteCount)
        key.seed.withBytes { seed in
            _ = memory.withPointer {
                crypto_sign_ed25519_seed_keypair(&publicKey, $0, seed.assumingMemoryBound(to: UInt8.self).baseAddress!)
            }
        }
    }

    /// The half that is no secret.
    var publicKey: [UInt8] {
        memory.withPointer { bytes in (Self.seedBytes..<Self.secretKeyBytes).map { bytes[$0] } }
    }

    private static func parse(_ pem: Secret) throws(ClientKeyProblem) -> GuardedMemory {
        let parsed = try allocate(header.count + seedBytes)
        switch pem.withBytes({ PEMBlock.decode($0, label: "PRIVATE KEY", into: parsed) }) {
        case nil: break
        case .noBlock:
            let isEncrypted = pem.withBytes { PEMBlock.isPresent("ENCRYPTED PRIVATE KEY", in: $0) }
            throw isEncrypted ? .encrypted : .noPrivateKey
        case .otherLength: throw .notEd25519
        }
        let isEd25519 = parsed.withPointer { bytes in header.indices.allSatisfy { bytes[$0] == header[$0] } }
        guard isEd25519 else { throw .notEd25519 }
        return parsed
    }

    private static func allocate(_ count: Int) throws(ClientKeyProblem) -> GuardedMemory {
        do throws(SodiumFailure) {
            return try GuardedMemory(count: count)
        } catch {
            throw .outOfMemory
        }
    }

    func signature(of message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.signatureBytes)
        _ = memory.withPointer {
            crypto_sign_ed25519_detached(&signature, nil, message, UInt64(message.count), $0)
        }
        return signature
    }
}
