package import VaultCore
import VaultJSON

/// What the end of an audit log tells of the store that it belongs to.
package enum AuditTail {
    /// Lines of reads come by the million between two changes; beyond this nothing is looked for.
    private static let longestBytes = 64 * 1024 * 1024

    /// How far the store had come at the last change that the log tells of; nil where it tells of none: it is missing, was
    /// rotated, or is of before there were marks. That is no sign of anything.
    ///
    /// - Parameter files: of the log, the oldest first.
    package static func lastMark(in files: [String]) -> StoreMark? {
        for file in files.reversed() {
            if let lines = AuditLines(path: file), let mark = lastMark(in: lines) { return mark }
        }
        return nil
    }

    private static func lastMark(in lines: borrowing AuditLines) -> StoreMark? {
        var (end, count) = (lines.bytes, AuditLines.tailBytes)
        let stop = max(0, end - longestBytes)
        while end > stop {
            var mark: StoreMark?
            let start = max(0, end - count)
            count = AuditLines.chunkBytes
            let first = lines.forEach(from: start, to: end, isLineStart: start == 0) { line, _ in
                guard AuditLines.holds(line, #""store_sequence":"#), let found = StoreMark(AuditLines.read(line)) else {
                    return
                }
                // Two changes at a time may be written down in either order.
                let isLower = mark.map { $0.storeID == found.storeID && $0.sequence > found.sequence } ?? false
                if !isLower { mark = found }
            }
            if let mark { return mark }
            // The line that this chunk began in the middle of belongs to the next one.
            end = first < end && first > start ? first : start
        }
        return nil
    }
}

extension StoreMark {
    init?(_ line: JSONValue?) {
        guard let store = line?["store"]?.string, let sequence = line?["store_sequence"]?.integer else { return nil }
        self.init(storeID: store, sequence: sequence)
    }
}
