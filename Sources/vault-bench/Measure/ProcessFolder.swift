import Glibc

/// What `/proc/PID` tells of a process.
struct ProcessFolder: Sendable {
    private let path: String

    init(_ process: Int32) { path = "/proc/\(process)" }

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

    /// Time that all threads have run, from the scheduler's own count: `times` counts in 10 ms.
    var cpuNanoseconds: UInt64 {
        threads.reduce(0) { sum, thread in
            let words = TextFile.read("\(path)/task/\(thread)/schedstat").split(separator: " ")
            return sum + (words.first.flatMap { UInt64($0) } ?? 0)
        }
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
