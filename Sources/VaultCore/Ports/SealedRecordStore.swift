/// Reads everything that is sealed in a store, for the check that opens all of it. Blocking, never on the hot path.
package protocol SealedRecordStore: Sendable {
    /// Hands over every sealed value in turn, also those whose row does not read back.
    func forEachSealedRecord(_ visit: (SealedRecord) -> Void) throws(StoreFailure)
}

/// One sealed value with all that is needed to open it, or the row that does not read back as one.
package struct SealedRecord: Sendable {
    package enum Content: Sendable {
        case sealed(SealedSecret, under: WrappedRecordKey, in: SealContext)
        /// What is wrong with the row; names columns, never a value.
        case unreadable(String)
        /// A record key that no grant and no revocation job has.
        case ownerless
    }

    package let table: String
    /// The row's id.
    package let id: Int64
    package let content: Content

    package init(table: String, id: Int64, _ content: Content) {
        self.table = table
        self.id = id
        self.content = content
    }
}
