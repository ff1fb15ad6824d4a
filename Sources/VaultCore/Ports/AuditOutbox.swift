/// A store that tells of its changes.
package protocol TellingStore: Sendable {
    /// From now on what is told of a change is recorded there once it is committed, before its write returns.
    func tell(_ trail: any AuditTrail)
}

/// Keeps the records of changes, in the transaction of each, until the audit log surely has them.
package protocol AuditOutbox: TellingStore {
    /// The last commit that has told of anything, recorded by now; -1 where there is none.
    func toldUpTo() -> Int64

    /// What is kept of commits after this one, in their order; at most of so many.
    func kept(after sequence: Int64, limit: Int) throws(StoreFailure) -> [KeptRecords]

    /// The last commit the records of which were known to be on the disk when something was committed; 0 before the first.
    func audited() throws(StoreFailure) -> Int64

    /// All records up to this commit are on the disk: with the next commit they are kept no more.
    func settle(upTo sequence: Int64)
}

/// The records that one commit has told of.
package struct KeptRecords: Equatable, Sendable {
    /// Of the commit; 0 for those from before commits were counted.
    package let sequence: Int64
    /// As `AuditTrail.render` has made them, in their order.
    package let records: [[UInt8]]

    package init(sequence: Int64, records: [[UInt8]]) {
        self.sequence = sequence
        self.records = records
    }
}
