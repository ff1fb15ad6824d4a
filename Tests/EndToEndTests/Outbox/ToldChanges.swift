import TestHarness
import VaultJSON

/// The changes that an audit log tells of, each by the commit and its place in that, and what is wrong with them.
struct ToldChanges {
    /// Of the records that were told with a change.
    private(set) var records: [JSONValue] = []
    private(set) var faults: [String] = []

    init(_ lines: [String]) {
        var seen: Set<String> = []
        for line in lines {
            // One that a death has cut is followed by whole ones.
            guard let record = try? JSONDocument(parsing: Array(line.utf8)).root else { continue }
            guard let change = record["change"]?.integer, let sequence = record["store_sequence"]?.integer else {
                continue
            }
            if !seen.insert("\(sequence) \(change)").inserted { faults.append("told twice: \(line)") }
            records.append(record)
        }
        let places = records.map { ($0["store_sequence"]?.integer ?? 0, $0["change"]?.integer ?? 0) }
        for (one, next) in zip(places, places.dropFirst()) where one >= next { faults.append("\(next) follows \(one)") }
    }

    func count(_ kind: String) -> Int { records.count { $0["kind"]?.string == kind } }

    /// Kind, id and, of a grant that was stored, its generation.
    var words: Set<String> {
        Set(
            records.compactMap { record in
                guard let kind = record["kind"]?.string, let id = (record["session"] ?? record["grant"])?.string else {
                    return nil
                }
                return kind == "grant_stored" ? "\(kind) \(id) \(record["generation"]?.integer ?? 0)" : "\(kind) \(id)"
            })
    }

    /// The grants that stand by what is told, each with its generation.
    var standingGrants: [String: Int64] {
        var grants: [String: Int64] = [:]
        for record in records {
            guard let id = record["grant"]?.string, let generation = record["generation"]?.integer else { continue }
            switch record["kind"]?.string {
            case "grant_stored", "token_minted": grants[id] = generation
            case "grant_revoked", "grant_reaped": grants[id] = nil
            default: break
            }
        }
        return grants
    }

    /// The sessions that were created and not ended.
    var standingSessions: Set<String> {
        var sessions: Set<String> = []
        for record in records {
            guard let id = record["session"]?.string else { continue }
            switch record["kind"]?.string {
            case "session_created": sessions.insert(id)
            case "session_ended", "session_reused": sessions.remove(id)
            default: break
            }
        }
        return sessions
    }
}
