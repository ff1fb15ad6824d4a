import CSodium
import VaultCore

/// A key of two halves: BLAKE2b of what is not stored, keyed with the record key. Whoever has one half has nothing; the
/// personalisation keeps it apart from all else that is made with a record key.
enum SplitKey {
    private static let personalisation = Blake2b.Personalisation("vaultd split  v1")

    /// Puts the joined key in the place of the record key, which is the scratch of one call.
    static func join(_ recordKey: UnsafeMutablePointer<UInt8>, _ half: Secret) throws(SealFailure) {
        // Not in place: BLAKE2b reads its key before it writes, but does not promise to.
        let isDone = withUnsafeTemporaryAllocation(byteCount: GuardedKey.byteCount, alignment: 1) { joined in
            defer { sodium_memzero(joined.baseAddress, joined.count) }
            let digest = joined.bindMemory(to: UInt8.self)
            let isDone = half.withBytes { half in
                Blake2b.hash(
                    half, key: UnsafeRawBufferPointer(start: recordKey, count: GuardedKey.byteCount),
                    personalisation: personalisation, into: digest)
            }
            if isDone, let start = digest.baseAddress { recordKey.update(from: start, count: digest.count) }
            return isDone
        }
        guard isDone else { throw .cryptoFailed }
    }
}
