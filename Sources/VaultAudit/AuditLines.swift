import Glibc
import VaultJSON

/// The lines of an audit log as it lies there, for who looks something up in it; a line that is torn or is no JSON is passed
/// over.
struct AuditLines: ~Copyable {
    /// Read at a time; a longer line is passed over.
    static let chunkBytes = 256 * 1024
    /// Read from the end at first, where something is looked for that mostly stands there.
    static let tailBytes = 16 * 1024

    private let descriptor: Int32
    let bytes: Int

    /// - Returns: nil where there is no file of our own kind to read.
    init?(path: String) {
        let opened = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        var entry = stat()
        guard fstat(opened, &entry) == 0, entry.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            return nil
        }
        descriptor = opened
        bytes = Int(entry.st_size)
    }

    deinit { close(descriptor) }

    /// The whole lines between two places of the file, in their order, each with the place behind it.
    ///
    /// - Parameter isLineStart: whether a line begins at `start`; else what stands there before a newline is passed over.
    /// - Returns: where the first of them begins; `end` where there is none.
    func forEach(
        from start: Int, to end: Int, isLineStart: Bool, _ visit: (ArraySlice<UInt8>, _ end: Int) -> Void
    ) -> Int {
        var chunk = [UInt8](repeating: 0, count: max(0, end - start))
        let count = pread(descriptor, &chunk, chunk.count, off_t(start))
        guard count > 0 else { return end }
        var place = isLineStart ? 0 : Self.lineEnd(in: chunk, from: 0, to: count).map { $0 + 1 } ?? count
        let first = place
        while let lineEnd = Self.lineEnd(in: chunk, from: place, to: count) {
            visit(chunk[place..<lineEnd], start + lineEnd + 1)
            place = lineEnd + 1
        }
        return start + first
    }

    /// All lines from where one begins to the end of the file, the last also where it has no newline.
    func forEachWhole(from start: Int, _ visit: (ArraySlice<UInt8>) -> Void) {
        forEachWhole(from: start) { line, _ in
            visit(line)
            return true
        }
    }

    /// The same until one is enough.
    ///
    /// - Parameter visit: with the place of the line in the file.
    func forEachWhole(from start: Int, _ visit: (ArraySlice<UInt8>, _ place: Int) -> Bool) {
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        var place = start
        // Of the first byte in `rest`.
        var lineStart = start
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(place))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            place += count
            var begin = 0
            while let end = Self.lineEnd(in: chunk, from: begin, to: count) {
                let line: ArraySlice<UInt8>
                if rest.isEmpty {
                    line = chunk[begin..<end]
                } else {
                    rest += chunk[begin..<end]
                    line = rest[...]
                }
                guard visit(line, lineStart) else { return }
                lineStart += line.count + 1
                rest.removeAll(keepingCapacity: true)
                begin = end + 1
            }
            rest += chunk[begin..<count]
        }
        if !rest.isEmpty { _ = visit(rest[...], lineStart) }
    }

    /// Where the next newline stands.
    private static func lineEnd(in chunk: [UInt8], from start: Int, to end: Int) -> Int? {
        chunk.withUnsafeBytes { chunk in
            guard let base = chunk.baseAddress,
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), end - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    static func read(_ line: ArraySlice<UInt8>) -> JSONValue? {
        do throws(JSONError) { return try JSONDocument(parsing: Array(line)).root } catch { return nil }
    }

    /// Whether the bytes of `word`, a member's name with its quotes, stand in the line; much less work than reading it.
    static func holds(_ line: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        return line.withUnsafeBytes { line in
            guard let base = line.baseAddress, line.count >= count else { return false }
            for place in 0...(line.count - count) where line[place] == UInt8(ascii: "\"") {
                if memcmp(base + place, word.utf8Start, count) == 0 { return true }
            }
            return false
        }
    }
}

extension AuditLines {
    /// Why a file could not be opened; EINVAL for one of another kind.
    static func openErrno(_ path: String) -> Int32 {
        let opened = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened < 0 else {
            close(opened)
            return EINVAL
        }
        return errno
    }
}
