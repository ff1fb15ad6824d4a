/// Files as one archive that every tar reads (ustar, POSIX.1-1988): regular ones of mode 0600 that belong to nobody in particular.
struct TarArchive {
    private static let block = 512
    private let folder: String
    private let time: Int64
    private var bytes: [UInt8] = []

    /// - Parameters:
    ///   - folder: in which all files lie; with their names at most 100 bytes of ASCII.
    ///   - time: seconds since 1970.
    init(folder: String, time: Int64) {
        self.folder = folder
        self.time = time
    }

    mutating func add(_ name: String, _ content: [UInt8]) {
        bytes += header("\(folder)/\(name)", content.count)
        bytes += content
        pad()
    }

    /// With the two empty blocks that end an archive.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.block) }

    private mutating func pad() {
        let rest = bytes.count % Self.block
        if rest > 0 { bytes += [UInt8](repeating: 0, count: Self.block - rest) }
    }

    private func header(_ path: String, _ size: Int) -> [UInt8] {
        precondition(path.utf8.count <= 100, "the names in here are short and the program's own")
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at place: Int) {
            header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        put(path, at: 0)
        put("0000600", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(Self.octal(size, digits: 11), at: 124)
        put(Self.octal(Int(max(0, time)), digits: 11), at: 136)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        // The sum is over the header with blanks in its own place.
        put("        ", at: 148)
        put(Self.octal(header.reduce(0) { $0 + Int($1) }, digits: 6), at: 148)
        header[154] = 0
        return header
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
