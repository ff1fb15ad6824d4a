import Glibc

/// What the kernel tells of a process.
struct ProcessFolder: Sendable {
    private let process: Int32
    private let path: String

    init(_ process: Int32) {
        self.process = process
        path = "/proc/\(process)"
    }

    var threads: [Int32] {
        guard let folder = opendir("\(path)/task") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let thread = Int32(name) { found.append(thread) }
        }
        return found
    }

    /// Time that the process has run, threads that have ended included; 0 when it is gone.
    ///
    /// The kernel's own clock of the process: a sum over `task/*/schedstat` falls whenever a thread ends.
    var cpuNanoseconds: UInt64 {
        SystemTime.processor(of: process)
    }

    /// Memory that is resident now, in bytes.
    var residentBytes: UInt64 {
        let words = TextFile.read("\(path)/statm").split(separator: " ")
        return (words.count > 1 ? UInt64(words[1]) ?? 0 : 0) * UInt64(getpagesize())
    }
}

/// Reads small files of `/proc`, which have no size.
enum TextFile {
    /// - Returns: empty where it cannot be read.
    static func read(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var (text, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 14))
        while true {
            let got = Glibc.read(file, &part, part.count)
            guard got > 0 else { return String(decoding: text, as: UTF8.self) }
            text += part[..<got]
        }
    }
}
