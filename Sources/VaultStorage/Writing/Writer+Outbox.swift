import VaultCore

/// What a commit tells is kept in it, as it will stand in the audit log, and recorded there before anyone learns of the commit: a
/// process that dies in between has told of nothing, and the next one finds what it would have.
extension Writer {
    /// Of the batch as it was done; nothing where nobody listens.
    func tales() -> [AuditEvent] {
        if trail.current == nil { return [] }
        var events: [AuditEvent] = []
        for (write, outcome) in zip(batch, outcomes) { events += write.tale.events(of: outcome) }
        return events
    }

    /// In the open transaction of the batch.
    ///
    /// - Parameter sequence: of the commit; 0 while commits are not counted.
    func keep(_ events: [AuditEvent], of sequence: Int64) throws(SQLiteError) {
        told.removeAll(keepingCapacity: true)
        let settled = gauge.settled
        if settled > trimmed {
            try tables.outbox.trim(upTo: settled)
            trimmed = settled
        }
        guard let trail = trail.current, !events.isEmpty else { return }
        var lines: [UInt8] = []
        for (place, event) in events.enumerated() {
            var event = event
            if sequence > 0, let anchor {
                event.store = StoreMark(storeID: anchor.storeID, sequence: sequence)
                event.change = place
            }
            let rendered = trail.render(event)
            if place > 0 { lines.append(UInt8(ascii: "\n")) }
            lines += rendered
            told.append((event, rendered))
        }
        try tables.outbox.keep(lines, of: sequence)
    }

    /// After the commit, before the answers.
    func recordTold() {
        guard let trail = trail.current, !told.isEmpty else { return }
        options.step(.changeCommitted)
        for (event, rendered) in told { trail.record(event, rendered: rendered) }
        gauge.told = sequence
        told.removeAll(keepingCapacity: true)
        options.step(.changeTold)
    }
}
