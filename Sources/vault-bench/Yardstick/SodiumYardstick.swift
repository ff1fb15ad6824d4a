import CSodium

/// libsodium alone: the calls that sealing and opening cannot do without, on buffers that are there already.
final class SodiumYardstick {
    private static let wrappedBytes = BareEnvelope.overhead + 32
    /// What `AssociatedData` writes for a record key of the bench's store.
    static let recordKeyAssociatedBytes = 70
    private let key: UnsafeMutablePointer<UInt8>
    private let wrapped: UnsafeMutablePointer<UInt8>
    private let plaintext: UnsafeMutablePointer<UInt8>
    private let sealed: UnsafeMutablePointer<UInt8>
    private let derived: UnsafeMutablePointer<UInt8>
    private let wrap: BareEnvelope
    private let secret: BareEnvelope
    private let bytes: Int

    init(bytes: Int, associatedBytes: Int) {
        func zeroed(_ count: Int) -> UnsafeMutablePointer<UInt8> {
            let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
            memory.initialize(repeating: 0, count: count)
            return memory
        }
        precondition(sodium_init() >= 0, "libsodium cannot be initialised")
        self.bytes = bytes
        key = zeroed(32)
        wrapped = zeroed(Self.wrappedBytes)
        plaintext = zeroed(bytes)
        sealed = zeroed(BareEnvelope.overhead + bytes)
        derived = zeroed(32 + 64)
        wrap = BareEnvelope(associatedBytes: Self.recordKeyAssociatedBytes)
        secret = BareEnvelope(associatedBytes: associatedBytes)
        BareEnvelope.derive(key, nonce: wrapped + 33, into: derived + 32)
        wrap.encrypt(key, 32, derived + 32, into: wrapped)
        seal()
    }

    deinit {
        for memory in [key, wrapped, plaintext, sealed, derived] { memory.deallocate() }
    }

    func seal() {
        unwrap()
        randombytes_buf(sealed + 33, 24)
        BareEnvelope.derive(derived, nonce: sealed + 33, into: derived + 32)
        secret.encrypt(plaintext, bytes, derived + 32, into: sealed)
        sodium_memzero(derived, 96)
    }

    func open() {
        unwrap()
        BareEnvelope.derive(derived, nonce: sealed + 33, into: derived + 32)
        precondition(secret.decrypt(sealed, bytes, derived + 32, into: plaintext), "the yardstick does not do its work")
        sodium_memzero(derived, 96)
    }

    private func unwrap() {
        BareEnvelope.derive(key, nonce: wrapped + 33, into: derived + 32)
        precondition(wrap.decrypt(wrapped, 32, derived + 32, into: derived), "the yardstick does not do its work")
    }
}
