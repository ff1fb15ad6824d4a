import VaultCore

extension ServiceContext {
    /// Works with a record key as it was read, and once more as it stands now where its master key is gone: a rotation may
    /// have moved it, and destroyed the old master key, while the caller held the copy.
    func withRecordKey<Result>(
        _ key: WrappedRecordKey, of record: Int64, _ body: (WrappedRecordKey) throws(SealFailure) -> Result
    ) throws(SealFailure) -> Result {
        do throws(SealFailure) {
            return try body(key)
        } catch .unknownMasterKey(let version) {
            guard let now = current(record), now.masterKey != version else { throw .unknownMasterKey(version) }
            return try body(now)
        } catch {
            throw error
        }
    }

    /// nil also where the store cannot be read: the caller then says what it was about to say.
    private func current(_ record: Int64) -> WrappedRecordKey? {
        do throws(StoreFailure) { return try store.recordKey(of: record) } catch { return nil }
    }
}
