import VaultCore

/// What a commit tells is kept in it, as it will stand in the audit log, and recorded there before anyone learns of the commit: a
/// process that dies in between has told of nothing, and the next one finds what it would have.
extension Writer {
    /// Of one write of the batch, as it was done; nothing where nobody listens. Rendered at once, while further writes are on their
    /// way here: what is left for the end of the batch delays every answer.
    func tell(_ tale: Tale, of outcome: WriteOutcome) throws(SQLiteError) {
        guard let trail = trail.current else { return }
        let events = tale.events(of: outcome)
        if events.isEmpty { return }
        // 0 while commits are not counted.
        let sequence = if let counted { counted } else { try count(tells: true) }
        counted = sequence
        for var event in events {
            if sequence > 0, let anchor {
                event.store = StoreMark(storeID: anchor.storeID, sequence: sequence)
                event.change = told.count
            }
            told.append((event, trail.render(event)))
        }
    }

    /// In the open transaction of the batch.
    ///
    /// - Parameter sequence: of the commit; 0 while commits are not counted.
    func keepTold(of sequence: Int64) throws(SQLiteError) {
        let settled = gauge.settled
        if settled > trimmed {
            try tables.outbox.trim(upTo: settled)
            trimmed = settled
        }
        guard !told.isEmpty else { return }
        var lines: [UInt8] = []
        lines.reserveCapacity(told.reduce(0) { $0 + $1.1.count + 1 })
        for (place, (_, rendered)) in told.enumerated() {
            if place > 0 { lines.append(UInt8(ascii: "\n")) }
            lines += rendered
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
