import CLinux
import Glibc

/// Runs a program to its end before something depends on it, in this process's own environment, and takes what it says.
package enum ProgramTrial {
    private static let patienceMilliseconds: Int64 = 60_000
    /// More of its words helps nobody.
    private static let keptBytes = 4096

    /// Blocks until the program has ended, or its time has.
    ///
    /// - Returns: nil when it ended well, else one line that says how it did not.
    package static func problem(of argv: [String]) -> String? {
        problem(of: argv, patienceMilliseconds: patienceMilliseconds)
    }

    static func problem(of argv: [String], patienceMilliseconds: Int64) -> String? {
        let deadline = MonotonicTime.now.adding(milliseconds: patienceMilliseconds)
        var ends: [Int32] = [-1, -1]
        guard vault_pipe2(&ends, O_CLOEXEC) == 0 else { return "no pipe is to be had" }
        defer { close(ends[0]) }
        let child: ChildProcess
        do throws(SpawnError) {
            defer { close(ends[1]) }
            child = try ChildProcess(
                SpawnPlan(argv: argv, environment: .inherited, descriptors: [.null, .open(ends[1]), .open(ends[1])]))
        } catch {
            return "it cannot be run (\(String(cString: strerror(error.errno))))"
        }
        let said = words(from: ends[0], until: deadline)
        guard let status = child.status(until: deadline) else {
            child.kill()
            return "it did not end within \(patienceMilliseconds) ms"
        }
        return status == 0 ? nil : "it ended with \(status)\(said.isEmpty ? "" : ": \(said)")"
    }

    /// All that it says, in one line; only the first of it is kept.
    private static func words(from descriptor: Int32, until deadline: MonotonicTime) -> String {
        var kept: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: keptBytes)
        while MonotonicTime.now < deadline {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 100) > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            kept += buffer[..<min(count, keptBytes - kept.count)]
        }
        let lines = String(decoding: kept, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.joined(separator: "; ")
    }
}
