/// Seals and opens the secrets of records; keys never leave it. Callable from any thread, microseconds per call.
package protocol Sealer: Sendable {
    /// A fresh random record key, wrapped under the active master key and bound to the record's id.
    func makeRecordKey(record: Int64) throws(SealFailure) -> WrappedRecordKey

    func seal(_ secret: Secret, under key: WrappedRecordKey, in context: SealContext) throws(SealFailure)
        -> SealedSecret

    /// Makes a record key for the record of the context and seals under it, without unwrapping what was just wrapped.
    func sealUnderNewKey(
        _ secret: Secret, in context: SealContext
    ) throws(SealFailure) -> (key: WrappedRecordKey, sealed: SealedSecret)

    /// `seal` with a key of two halves: the record's, and a secret that is not kept anywhere. Without either nothing opens.
    func seal(
        _ secret: Secret, under key: WrappedRecordKey, with half: Secret, in context: SealContext
    ) throws(SealFailure) -> SealedSecret

    func open(
        _ sealed: SealedSecret, under key: WrappedRecordKey, with half: Secret, in context: SealContext
    ) throws(SealFailure) -> Secret

    /// A keyed hash of 32 bytes: tells whether a secret is the one that it was made of, for the record and all that the context
    /// names, and nothing else about it.
    func tag(of secret: Secret, under key: WrappedRecordKey, in context: SealContext) throws(SealFailure) -> [UInt8]

    func open(_ sealed: SealedSecret, under key: WrappedRecordKey, in context: SealContext) throws(SealFailure)
        -> Secret
}

extension Sealer {
    package func sealUnderNewKey(
        _ secret: Secret, in context: SealContext
    ) throws(SealFailure) -> (key: WrappedRecordKey, sealed: SealedSecret) {
        let key = try makeRecordKey(record: context.record)
        return (key, try seal(secret, under: key, in: context))
    }
}

/// Why sealing or opening failed; one answer for every way in which a ciphertext can be wrong.
package enum SealFailure: Error, Equatable, Sendable {
    /// The vault is sealed: there is no key.
    case isSealed
    /// The master key version that the record names is not in the keyring.
    case unknownMasterKey(MasterKeyVersion)
    /// Damaged, moved, swapped, older, or not ours.
    case doesNotOpen
    /// libsodium refused (out of memory).
    case cryptoFailed
}
