/// Which records of the audit log are looked for; what is nil does not matter.
package struct AuditQuestion: Equatable, Sendable {
    package static let usualLimit: Int64 = 100
    package static let mostRecords: Int64 = 1_000

    package var subject: Subject?
    package var client: ClientName?
    package var provider: ProviderName?
    package var grant: GrantID?
    package var session: SessionID?
    package var delegation: DelegationID?
    package var method: Method?
    package var kind: AuditEvent.Kind?
    package var outcome: AuditEvent.Outcome?
    /// This very token, or one that the vault has seen.
    package var token: TokenMark?
    /// From then on.
    package var since: Timestamp?
    /// Before then.
    package var until: Timestamp?
    /// Behind the record with this number.
    package var after: Int64?
    /// The newest of them instead of the oldest.
    package var newest = false
    /// At most so many.
    package var limit = usualLimit

    package init() {}
}

/// The records that were found, as they stand in the log, in their order.
package struct AuditFinding: Equatable, Sendable {
    /// Each a JSON object.
    package var records: [[UInt8]] = []
    /// The number of the last record that was looked at: who asks for what is behind it misses none. Nil where there are none.
    package var reached: Int64?
    /// Whether there was no room for all.
    package var isCut = false

    package init() {}
}
