package import VaultCore
import VaultJSON

/// What the audit log tells of the time since a copy of the store was made.
package struct AuditHistory: Sendable {
    /// The grants that were revoked since, each once, in the order in which they were.
    package private(set) var revoked: [GrantID] = []
    /// When the log last told of the store as it is in the copy, or as it was before; nil where the log does not reach back so
    /// far: then other revocations may be unknown.
    package private(set) var reachesBackTo: String?

    /// - Parameters:
    ///   - files: of the log, the oldest first.
    ///   - copy: of which store it is and how far that had come.
    package init(in files: [String], since copy: StoreMark) {
        var seen: Set<GrantID> = []
        for file in files {
            if let lines = AuditLines(path: file) { take(lines, copy, &seen) }
        }
    }

    private mutating func take(_ lines: borrowing AuditLines, _ copy: StoreMark, _ seen: inout Set<GrantID>) {
        var place = 0
        // Each part begins where the last whole line of the one before ended.
        while place < lines.bytes {
            var end = place
            let limit = min(lines.bytes, place + AuditLines.chunkBytes)
            _ = lines.forEach(from: place, to: limit, isLineStart: true) { line, lineEnd in
                end = lineEnd
                guard AuditLines.holds(line, #""store_sequence":"#) else { return }
                take(AuditLines.read(line), copy, &seen)
            }
            // A line that is longer than what is read at a time is none of ours.
            place = end > place ? end : limit
        }
    }

    private mutating func take(_ line: JSONValue?, _ copy: StoreMark, _ seen: inout Set<GrantID>) {
        guard let line, let mark = StoreMark(line), mark.storeID == copy.storeID else { return }
        if mark.sequence <= copy.sequence {
            reachesBackTo = line["time"]?.string ?? reachesBackTo
        } else if line["kind"]?.isString(AuditEvent.Kind.grantRevoked.rawValue) == true,
            let grant = (line["grant"]?.string).flatMap(GrantID.init(handle:)), seen.insert(grant).inserted
        {
            revoked.append(grant)
        }
    }
}
