/// The unwrapped master keys as a rotation changes them; keys never leave it. Callable from any thread.
package protocol MasterKeyring: Sendable {
    /// A fresh random master key, wrapped under the seal key; it is not in use until `follow` was told of it.
    func makeMasterKey(_ version: MasterKeyVersion) throws(SealFailure) -> [UInt8]

    /// Makes the keys in use those of these rows: unwraps what is new, wipes what is destroyed.
    ///
    /// - Throws: `.isSealed` also when it was sealed meanwhile; then nothing is in use.
    func follow(_ stored: [StoredMasterKey]) throws(SealFailure)

    /// The same record key under the active master key.
    func rewrap(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure) -> WrappedRecordKey

    /// Throws unless the record key opens under the master key that it names.
    func check(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure)
}
