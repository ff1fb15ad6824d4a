import Foundation
import Glibc
import TestHarness
import VaultSocket

/// A systemd unit as the kernel tells of it: a group of processes (cgroups(7), version 2) that this test makes, as the service
/// manager would; where nobody but the manager may, the unit that the tests themselves run in.
final class TestUnit {
    struct NeedsControlGroups: Error, CustomStringConvertible {
        let description =
            "this test makes a control group of version 2, or runs in a unit of systemd's: run it as root with /sys/fs/cgroup writable"
    }

    let name: String
    /// Where processes are put into it; nil where they are in it already.
    let folder: String?
    private let slice: String?

    init() throws {
        let made = "vaultd-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        for mount in try Self.mounts() {
            let slice = "\(mount)/\(made).slice"
            guard mkdir(slice, 0o755) == 0 else { continue }
            guard mkdir("\(slice)/backstage.service", 0o755) == 0 else {
                rmdir(slice)
                continue
            }
            self.slice = slice
            folder = "\(slice)/backstage.service"
            name = "backstage.service"
            return
        }
        guard let own = ProcessFiles(pid: getpid()).unit else { throw NeedsControlGroups() }
        slice = nil
        folder = nil
        name = own
    }

    deinit {
        guard let slice, let folder else { return }
        // The last process may still be on its way out of it.
        for _ in 0..<10_000 where rmdir(folder) != 0 && errno == EBUSY { sched_yield() }
        rmdir(slice)
    }

    /// Where hierarchies of version 2 are mounted (proc_pid_mountinfo(5)).
    private static func mounts() throws -> [String] {
        try KernelFile.text("/proc/self/mountinfo").split(separator: "\n")
            .filter { $0.contains(" - cgroup2 ") }
            .compactMap { $0.split(separator: " ").dropFirst(4).first.map(String.init) }
    }
}
