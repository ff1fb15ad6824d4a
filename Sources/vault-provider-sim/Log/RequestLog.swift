/// The newest requests, numbered from 1 without gaps.
struct RequestLog: Sendable {
    /// Beyond this the older half is forgotten, so that a load test does not eat the machine.
    static let capacity = 200_000

    private var entries: [LogEntry] = []
    private var forgotten = 0

    var lastSequence: Int { forgotten + entries.count }

    /// Opens an entry and returns its number.
    mutating func open(_ call: Call, place: TokenModel.Place?, subject: String?, fault: FaultKind?, at now: Int64)
        -> Int
    {
        if entries.count == Self.capacity {
            entries.removeFirst(Self.capacity / 2)
            forgotten += Self.capacity / 2
        }
        entries.append(
            LogEntry(
                sequence: lastSequence + 1, endpoint: call.endpoint, receivedAt: now, lineage: place?.lineage,
                generation: place?.generation, subject: subject, scope: call.scope, fault: fault,
                key: call.request.header("dpop").flatMap(PossessionProof.init)?.thumbprint))
        return lastSequence
    }

    /// Writes on; silently nothing if the entry was forgotten or the log was reset.
    mutating func update(_ sequence: Int, _ change: (inout LogEntry) -> Void) {
        let index = sequence - forgotten - 1
        guard entries.indices.contains(index) else { return }
        change(&entries[index])
    }

    func entries(for query: LogQuery) -> [LogEntry] {
        entries.dropFirst(max(0, query.since - forgotten)).filter(query.wants)
    }

    /// Whether the query has what it waits for.
    func satisfies(_ query: LogQuery) -> Bool {
        var missing = query.count
        for entry in entries.dropFirst(max(0, query.since - forgotten)) where missing > 0 {
            if query.wants(entry), entry.has(reached: query.until) { missing -= 1 }
        }
        return missing <= 0
    }
}
