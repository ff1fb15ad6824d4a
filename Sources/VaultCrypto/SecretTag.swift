import CSodium

/// The keyed hash of a secret that is recognised and never told again: BLAKE2b under the record key, over what it is bound to
/// and then the secret. What it is bound to tells its own lengths, so that no two pairs give one message; the
/// personalisation keeps it apart from what `Envelope` derives from such a key.
enum SecretTag {
    static let bytes = 32
    private static let personalisation = Blake2b.Personalisation("vaultd sectag v1")

    /// - Returns: nil when libsodium refuses.
    static func make(
        of secret: UnsafeRawBufferPointer, associated: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>
    ) -> [UInt8]? {
        var tag = [UInt8](repeating: 0, count: bytes)
        let size = associated.count + secret.count
        let isDone = withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { message in
            defer { sodium_memzero(message.baseAddress, size) }
            message.copyMemory(from: associated)
            UnsafeMutableRawBufferPointer(rebasing: message[associated.count...]).copyMemory(from: secret)
            return tag.withUnsafeMutableBufferPointer { digest in
                Blake2b.hash(
                    UnsafeRawBufferPointer(message),
                    key: UnsafeRawBufferPointer(start: key, count: GuardedKey.byteCount),
                    personalisation: personalisation, into: digest)
            }
        }
        return isDone ? tag : nil
    }
}
