import CLinux
import Glibc

/// Gives one message to a program on its stdin: no shell, none of its words read, and an end to it after its time.
package enum AlertCommand {
    private static let patienceMilliseconds: Int64 = 10_000

    /// Waits until the program has ended.
    ///
    /// - Parameter message: what a pipe holds at least, 4096 bytes, so that nobody waits for the program to read it.
    /// - Returns: nil when it ended well, else a word.
    package static func run(_ argv: [String], _ message: [UInt8]) -> String? {
        run(argv, message, patienceMilliseconds: patienceMilliseconds)
    }

    static func run(_ argv: [String], _ message: [UInt8], patienceMilliseconds: Int64) -> String? {
        let deadline = MonotonicTime.now.adding(milliseconds: patienceMilliseconds)
        var ends: [Int32] = [-1, -1]
        guard message.count <= 4096, vault_pipe2(&ends, O_CLOEXEC) == 0 else { return "not_started" }
        _ = write(ends[1], message, message.count)
        close(ends[1])
        defer { close(ends[0]) }
        do throws(SpawnError) {
            let child = try ChildProcess(
                SpawnPlan(
                    argv: argv, environment: .only(SecretReader.environment),
                    descriptors: [.open(ends[0]), .null, .null]))
            guard let status = child.status(until: deadline) else {
                child.kill()
                return "timed_out"
            }
            return status == 0 ? nil : "status_\(status)"
        } catch {
            return "not_started"
        }
    }
}
