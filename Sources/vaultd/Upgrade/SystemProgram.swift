import Glibc

/// Where the program that runs here lies, or lay.
enum SystemProgram {
    /// The kernel marks a file that was replaced meanwhile (proc_pid_exe(5)).
    private static let replaced = " (deleted)"

    static let path: String = {
        var space = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &space, space.count)
        let text = String(decoding: space.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.hasSuffix(replaced) ? String(text.dropLast(replaced.count)) : text
    }()
}
