/// The wrapped key of one record, as the store has it.
package struct StoredRecordKey: Hashable, Sendable {
    /// A grant's id, or a revocation job's.
    package let record: Int64
    package let key: WrappedRecordKey

    package init(record: Int64, key: WrappedRecordKey) {
        self.record = record
        self.key = key
    }
}

/// One step of a rewrap: the same record key under another master key; it takes effect only where the old form still stands.
package struct RewrappedKey: Hashable, Sendable {
    package let record: Int64
    package let old: WrappedRecordKey
    package let new: WrappedRecordKey

    package init(record: Int64, old: WrappedRecordKey, new: WrappedRecordKey) {
        self.record = record
        self.old = old
        self.new = new
    }
}
