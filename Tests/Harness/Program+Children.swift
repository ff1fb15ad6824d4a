import Foundation

extension Program {
    /// The processes that this one has started and that run now.
    package func children(named name: String) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { pid in
            let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
            let lines = status.split(separator: "\n")
            return lines.contains("Name:\t\(name)") && lines.contains("PPid:\t\(processID)")
        }
    }
}
