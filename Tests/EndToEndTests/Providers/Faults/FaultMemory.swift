import Foundation
import TestHarness
import Testing

/// How much memory the daemon and each of its `vaultfetch` processes came to hold at most since this was made, beyond what they
/// held then.
struct FaultMemory {
    /// Kibibytes, for some sixty answers, six at a time: 1,600 were seen.
    private static let daemon = 4 << 10
    /// What FoundationNetworking reads ahead of the one who asks it to stop, and its threads: 6,000 were seen.
    private static let worker = 24 << 10

    private let before: [Int32: Int]
    private let process: Int32

    init(of vault: TestVault) throws {
        let daemon = try #require(vault.daemon)
        process = daemon.processID
        var before: [Int32: Int] = [:]
        for pid in try [daemon.processID] + daemon.children(named: "vaultfetch") {
            // The peak begins anew (proc(5), clear_refs).
            try "5".write(toFile: "/proc/\(pid)/clear_refs", atomically: false, encoding: .utf8)
            before[pid] = try Self.peak(of: pid)
        }
        self.before = before
    }

    func check() throws {
        #expect(before.count > 40)
        var worst = 0
        for (pid, memory) in before {
            // One that is not there any more had taken all that it may have.
            let now = try Self.peak(of: pid)
            if pid == process { #expect(now - memory < Self.daemon) } else { worst = max(worst, now - memory) }
        }
        #expect(worst < Self.worker)
    }

    private static func peak(of pid: Int32) throws -> Int {
        let line = try KernelFile.text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return Int(try #require(line).filter(\.isNumber)) ?? 0
    }
}
