import Glibc

/// Where programs are: those that were built together with this one, and those of the system.
enum Programs {
    /// This program, as the kernel names it.
    static var own: String {
        var own = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &own, own.count)
        return String(decoding: own.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func path(_ name: String) -> String { own.lastIndex(of: "/").map { String(own[...$0]) + name } ?? name }

    /// - Parameter path: folders with colons between them, as `PATH` has them.
    /// - Returns: nil where it is in none of them.
    static func find(_ name: String, in path: String) -> String? {
        path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
