import CSodium

/// libsodium alone: the calls that sealing and opening cannot do without, on buffers that are there already.
final class SodiumYardstick {
    private static let wrappedBytes = 1 + 32 + 24 + 32 + 16
    /// What `AssociatedData` writes for a record key of the bench's store.
    static let recordKeyAssociatedBytes = 70
    private let key: UnsafeMutablePointer<UInt8>
    private let wrapped: UnsafeMutablePointer<UInt8>
    private let plaintext: UnsafeMutablePointer<UInt8>
    private let sealed: UnsafeMutablePointer<UInt8>
    private let derived: UnsafeMutablePointer<UInt8>
    private let associated: UnsafeMutablePointer<UInt8>
    private let bytes: Int
    private let associatedBytes: Int
    private let personal = Array("vaultd envelope1".utf8)

    init(bytes: Int, associatedBytes: Int) {
        func zeroed(_ count: Int) -> UnsafeMutablePointer<UInt8> {
            let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
            memory.initialize(repeating: 0, count: count)
            return memory
        }
        precondition(sodium_init() >= 0, "libsodium cannot be initialised")
        self.bytes = bytes
        self.associatedBytes = associatedBytes
        key = zeroed(32)
        wrapped = zeroed(Self.wrappedBytes)
        plaintext = zeroed(bytes)
        sealed = zeroed(57 + bytes + 16)
        derived = zeroed(32 + 64)
        associated = zeroed(associatedBytes)
        derive(key, nonce: wrapped + 33)
        encrypt(key, 32, associatedBytes: Self.recordKeyAssociatedBytes, into: wrapped)
        seal()
    }

    deinit {
        for memory in [key, wrapped, plaintext, sealed, derived, associated] { memory.deallocate() }
    }

    func seal() {
        unwrap()
        randombytes_buf(sealed + 33, 24)
        derive(derived, nonce: sealed + 33)
        encrypt(plaintext, bytes, associatedBytes: associatedBytes, into: sealed)
        sodium_memzero(derived, 96)
    }

    func open() {
        unwrap()
        derive(derived, nonce: sealed + 33)
        decrypt(sealed, bytes, associatedBytes: associatedBytes, into: plaintext)
        sodium_memzero(derived, 96)
    }

    private func unwrap() {
        derive(key, nonce: wrapped + 33)
        decrypt(wrapped, 32, associatedBytes: Self.recordKeyAssociatedBytes, into: derived)
    }

    /// Message key and commitment behind the record key's place.
    private func derive(_ key: UnsafeMutablePointer<UInt8>, nonce: UnsafeMutablePointer<UInt8>) {
        crypto_generichash_blake2b_salt_personal(derived + 32, 64, nonce, 24, key, 32, nil, personal)
    }

    private func encrypt(
        _ plaintext: UnsafeMutablePointer<UInt8>, _ count: Int, associatedBytes: Int,
        into sealed: UnsafeMutablePointer<UInt8>
    ) {
        (sealed + 1).update(from: derived + 64, count: 32)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            sealed + 57, nil, plaintext, UInt64(count), associated, UInt64(associatedBytes), nil, sealed + 33,
            derived + 32)
    }

    private func decrypt(
        _ sealed: UnsafeMutablePointer<UInt8>, _ count: Int, associatedBytes: Int,
        into plaintext: UnsafeMutablePointer<UInt8>
    ) {
        let isCommitted = sodium_memcmp(sealed + 1, derived + 64, 32) == 0
        let isOpen =
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                plaintext, nil, nil, sealed + 57, UInt64(count + 16), associated, UInt64(associatedBytes), sealed + 33,
                derived + 32) == 0
        precondition(isCommitted && isOpen, "the yardstick does not do its work")
    }
}
