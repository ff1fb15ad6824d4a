package import VaultCore

extension SQLiteStore: SealedRecordStore {
    /// As the file is, whatever a kept reader remembers of it.
    package func forEachSealedRecord(_ visit: (SealedRecord) -> Void) throws(StoreFailure) {
        try readers.readAfresh { reader throws(SQLiteError) in try reader.sealed.forEach(visit) }
    }
}
