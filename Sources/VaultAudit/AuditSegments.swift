import Glibc

/// The files of one log: the one that is written, and beside it the closed ones, each named by the number of its first record, so
/// that their names are in the order of their records.
package struct AuditSegments {
    /// Of the number, so that names sort for some centuries.
    private static let digits = 15

    private let path: String

    package init(of path: String) { self.path = path }

    /// All files that are there, the oldest first; the last is the one that is written.
    package var files: [String] { closed + [path] }

    /// The closed ones, the oldest first.
    package var closed: [String] {
        let (folder, name) = AuditFile.split(path)
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let other = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            guard other.hasPrefix("\(name)."), Self.isNumber(other.dropFirst(name.utf8.count + 1)) else { continue }
            found.append(folder == "." ? other : "\(folder)/\(other)")
        }
        return found.sorted()
    }

    /// A file and the number of its first record; nil where none is written yet.
    struct Numbered {
        let path: String
        let first: Int64?
    }

    /// All files that are there, the oldest first.
    func numbered() -> [Numbered] {
        closed.map { Numbered(path: $0, first: $0.split(separator: ".").last.flatMap { Int64($0) }) }
            + [Numbered(path: path, first: Self.firstRecord(in: path))]
    }

    private static func firstRecord(in path: String) -> Int64? {
        var first: Int64?
        AuditLines(path: path)?.forEachWhole(from: 0) { line, _ in
            first = ChainedLine(line)?.sequence
            return first == nil
        }
        return first
    }

    /// Where the file goes when it is closed.
    ///
    /// - Parameter first: the number of its first record; 0 for one of before there were numbers.
    func closedPath(first: Int64) -> String {
        let number = String(first)
        return "\(path).\(String(repeating: "0", count: max(0, Self.digits - number.count)))\(number)"
    }

    /// Makes way for a numbered log.
    func putUnnumberedAside() throws(AuditOpenFailure) -> AuditFile {
        let aside = closedPath(first: 0)
        guard access(aside, F_OK) != 0 else { throw AuditOpenFailure(path: path, .system(errno: EEXIST)) }
        guard rename(path, aside) == 0 else { throw AuditOpenFailure(path: path, .system(errno: errno)) }
        return try AuditFile(path: path)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        text.utf8.count >= digits && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
