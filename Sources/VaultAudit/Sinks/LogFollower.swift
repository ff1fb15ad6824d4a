import Glibc

/// Reads the records of a log in their order while it is written, each once, over rotations and restarts: it knows by number
/// which was the last, and says how many it did not find.
struct LogFollower: ~Copyable {
    /// What was read at once.
    struct Batch {
        var records: [AuditRecord] = []
        /// So many records before these are in no file any more.
        var missing: Int64 = 0
        /// Nothing more is there for now.
        var isEnd = false
    }

    private let path: String
    private var descriptor: Int32 = -1
    /// Of the next byte to be read.
    private var place = 0
    /// The number of the last record that was read.
    private(set) var last: Int64
    private var chunk = [UInt8](repeating: 0, count: AuditLines.chunkBytes)

    /// - Parameter last: what was read before.
    init(path: String, after last: Int64) {
        self.path = path
        self.last = last
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func read() -> Batch {
        var batch = Batch()
        if descriptor < 0 { openNext() }
        guard descriptor >= 0 else {
            batch.isEnd = true
            return batch
        }
        // Asked before reading: what a file holds once it was replaced is all that it will ever hold.
        let isReplaced = isReplaced
        if !readLines(into: &batch) {
            if isReplaced, openNext() { return batch }
            batch.isEnd = true
        }
        return batch
    }

    /// What is written and was not read yet, about.
    var bytesBehind: Int64 {
        var own = stat()
        var bytes: Int64 = 0
        let isOpen = descriptor >= 0 && fstat(descriptor, &own) == 0
        if isOpen { bytes = max(0, Int64(own.st_size) - Int64(place)) }
        for file in AuditSegments(of: path).numbered() where file.first.map({ $0 > last }) ?? true {
            var entry = stat()
            guard stat(file.path, &entry) == 0, !(isOpen && entry.st_ino == own.st_ino) else { continue }
            bytes += Int64(entry.st_size)
        }
        return bytes
    }

    // MARK: files

    private var isReplaced: Bool {
        var (own, other) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, stat(path, &other) == 0 else { return false }
        return own.st_ino != other.st_ino || own.st_dev != other.st_dev
    }

    /// Opens the file in which the next record stands.
    ///
    /// - Returns: whether it is another one.
    @discardableResult
    private mutating func openNext() -> Bool {
        let file = Self.holding(last + 1, of: AuditSegments(of: path).numbered())?.path ?? path
        let opened = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { return false }
        var (own, other) = (stat(), stat())
        let isSame =
            descriptor >= 0 && fstat(descriptor, &own) == 0 && fstat(opened, &other) == 0
            && own.st_ino == other.st_ino && own.st_dev == other.st_dev
        guard !isSame else {
            close(opened)
            return false
        }
        if descriptor >= 0 { close(descriptor) }
        descriptor = opened
        place = 0
        return true
    }

    /// The last file that begins at this record or before it; where none does, the first there is.
    private static func holding(_ sequence: Int64, of files: [AuditSegments.Numbered]) -> AuditSegments.Numbered? {
        files.last { ($0.first ?? .max) <= sequence } ?? files.first { $0.first != nil }
    }

    // MARK: lines

    /// - Returns: whether there were any.
    private mutating func readLines(into batch: inout Batch) -> Bool {
        var entry = stat()
        // Cut in place, which the log says of itself: what is written from now on is read.
        if fstat(descriptor, &entry) == 0, entry.st_size < place { place = 0 }
        let count = pread(descriptor, &chunk, chunk.count, off_t(place))
        guard count > 0 else { return false }
        guard let end = chunk[..<count].lastIndex(of: UInt8(ascii: "\n")) else {
            // Longer than any line of ours; else it is being written.
            if count == chunk.count { place += count }
            return count == chunk.count
        }
        place += end + 1
        for line in chunk[..<end].split(separator: UInt8(ascii: "\n")) {
            guard let number = ChainedLine(line)?.sequence, number > last else { continue }
            batch.missing += number - last - 1
            last = number
            if let record = AuditRecord(line) { batch.records.append(record) }
        }
        return true
    }
}
