import Glibc
import VaultCore

/// What the kernel says about this process (proc(5)); what it does not say has no series.
struct ProcessFigures {
    func tell(to exposition: inout Exposition) {
        if let bytes = residentBytes { exposition.add(.residentMemory, [], bytes) }
        if let count = openDescriptors { exposition.add(.openDescriptors, [], count) }
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
        let milliseconds = [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + $1.tv_sec * 1000 + $1.tv_usec / 1000 }
        exposition.add(.processorTime, thousandths: Int64(milliseconds))
    }

    /// The second number of statm, in pages.
    private var residentBytes: Int? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let numbers = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return nil }
        return pages * Int(getpagesize())
    }

    var openDescriptors: Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            // Neither `.` and `..` nor the one that this reads by.
            if entry.pointee.d_name.0 != UInt8(ascii: ".") { count += 1 }
        }
        return count - 1
    }
}
