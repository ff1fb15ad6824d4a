import VaultCore
import VaultJSON

/// What an audit log tells of the changes of one store, as far back as was asked for.
package struct AuditTold: Sendable {
    /// Lines of reads come by the million between two changes; beyond this nothing is looked for.
    private static let longestBytes = 64 * 1024 * 1024

    /// The last commit that it tells of; nil where it tells of none: it is missing, or was rotated.
    package private(set) var highest: Int64?
    private var records: Set<Place> = []

    private struct Place: Hashable {
        let sequence: Int64
        let change: Int
    }

    /// - Parameters:
    ///   - paths: the files of one log, oldest first; those that are not there are passed over.
    ///   - first: the first commit that matters.
    ///   - known: a commit that the log is known to have told of: it is looked for it where it does not stand at the end.
    package init(in paths: [String], of storeID: String, from first: Int64, known: Int64) {
        var left = Self.longestBytes
        for path in paths.reversed() where left > 0 {
            guard let lines = AuditLines(path: path) else { continue }
            if read(lines, storeID, first, known, &left) { return }
        }
    }

    /// Whether it can be a line of the log at all: what is in the store's file may have been changed there.
    package static func isRecord(_ members: [UInt8]) -> Bool {
        let line = [UInt8(ascii: "{")] + members + [UInt8(ascii: "}")]
        return AuditLines.read(line[...])?["kind"]?.string != nil
    }

    package func holds(_ change: Int, of sequence: Int64) -> Bool {
        records.contains(Place(sequence: sequence, change: change))
    }

    /// - Returns: whether nothing that matters can stand before.
    private mutating func read(
        _ lines: borrowing AuditLines, _ storeID: String, _ first: Int64, _ known: Int64, _ left: inout Int
    ) -> Bool {
        var (end, count) = (lines.bytes, AuditLines.tailBytes)
        while end > 0, left > 0 {
            var found: [(sequence: Int64, change: Int?)] = []
            let start = max(0, end - count)
            count = AuditLines.chunkBytes
            let firstLine = lines.forEach(from: start, to: end, isLineStart: start == 0) { line, _ in
                guard AuditLines.holds(line, #""store_sequence":"#), let value = AuditLines.read(line),
                    let mark = StoreMark(value), mark.storeID == storeID
                else { return }
                found.append((mark.sequence, value["change"]?.integer.map { Int($0) }))
            }
            for (sequence, change) in found {
                highest = max(highest ?? sequence, sequence)
                if sequence >= first, let change { records.insert(Place(sequence: sequence, change: change)) }
            }
            // Two changes at a time may have been written down in either order, though not far from each other.
            if let highest, highest >= known, found.contains(where: { $0.sequence < first }) { return true }
            // The line that this chunk began in the middle of belongs to the next one.
            let next = firstLine < end && firstLine > start ? firstLine : start
            left -= end - next
            end = next
        }
        return false
    }
}
