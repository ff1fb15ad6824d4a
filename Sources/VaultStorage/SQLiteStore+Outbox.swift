package import VaultCore

extension SQLiteStore: AuditOutbox {
    package func tell(_ trail: any AuditTrail) { self.trail.open(to: trail) }

    package func toldUpTo() -> Int64 { gauge.told }

    package func kept(after sequence: Int64, limit: Int) throws(StoreFailure) -> [KeptRecords] {
        try readers.read { reader throws(SQLiteError) in try reader.outbox.kept(after: sequence, limit: limit) }
    }

    package func audited() throws(StoreFailure) -> Int64 {
        try readers.read { reader throws(SQLiteError) in try reader.outbox.audited() }
    }

    package func settle(upTo sequence: Int64) { gauge.settled = sequence }
}
