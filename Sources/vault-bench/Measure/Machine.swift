import CSQLite
import CSodium
import Glibc

/// Where a run took place; without it no number means anything.
struct Machine: Equatable, Sendable {
    let processor: String
    let processors: Int
    let kernel: String
    let sqlite: String
    let libsodium: String

    static func describe() -> Machine {
        let model = TextFile.read("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
        return Machine(
            processor: model?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown",
            processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            kernel: TextFile.read("/proc/sys/kernel/osrelease").split(separator: "\n").first.map(String.init)
                ?? "unknown",
            sqlite: String(cString: sqlite3_libversion()), libsodium: String(cString: sodium_version_string()))
    }
}
