import Glibc

/// Lines that a process which was killed has left in the spool, and that some of may be in the log already.
struct SpooledLines: ~Copyable {
    private let bytes: [UInt8]
    /// Of the log, when none of them was in it.
    private let logSize: Int

    /// - Returns: nil where there are none.
    init?(in spool: borrowing AuditSpool) {
        guard let header = spool.header, !header.lines.isEmpty else { return nil }
        bytes = Array(UnsafeBufferPointer(start: spool.data + header.lines.lowerBound, count: header.lines.count))
        logSize = header.logSize
    }

    /// Appends what is missing: the rest, where the log ends in the middle of them, and all of them where something else stands in
    /// their place. A line twice is better than none.
    func putInto(_ log: Int32) throws(AuditWriteFailure) {
        var rest = bytes[...]
        if let written = countWritten(to: log) { rest = bytes[written...] }
        while !rest.isEmpty {
            rest = rest.dropFirst(try rest.withUnsafeBytes { AuditFile.write($0, to: log) }.get())
        }
    }

    /// - Returns: nil where they cannot be found where they were to go: the log was moved away, or cut.
    private func countWritten(to log: Int32) -> Int? {
        var found = [UInt8](repeating: 0, count: bytes.count)
        let count = pread(log, &found, found.count, off_t(logSize))
        guard count >= 0, found[..<count] == bytes[..<count] else { return nil }
        if count == 0 {
            var entry = stat()
            return fstat(log, &entry) == 0 && Int(entry.st_size) == logSize ? 0 : nil
        }
        return count
    }
}
