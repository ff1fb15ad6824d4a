import CLinux
import Glibc
import VaultCore

extension SecretReader {
    /// Runs a program without a shell and takes what it prints; its own words of error are not read, as they could
    /// hold the secret.
    static func command(
        _ argv: [String], patienceMilliseconds: Int64 = Int64(patienceSeconds) * 1000
    ) throws(SecretReadError) -> Secret {
        guard let program = argv.first, program.hasPrefix("/") else { throw .badCommand }
        let deadline = MonotonicTime.now.adding(milliseconds: patienceMilliseconds)
        let (child, output) = try start(argv)
        defer { close(output) }
        let secret: Secret?
        do throws(SecretReadError) {
            secret = try contents(of: output, until: deadline)
        } catch {
            child.kill()
            throw error
        }
        guard let secret, let status = child.status(until: deadline) else {
            child.kill()
            throw .commandTimedOut
        }
        guard status == 0 else { throw .commandFailed(status: status) }
        return secret
    }

    /// No variable of the daemon's own but these two: others may hold secrets, or bend what a program does.
    static var environment: [String] {
        let kept = ["HOME", "CREDENTIALS_DIRECTORY"].compactMap { (name: String) -> String? in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
        return ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"] + kept
    }

    private static func start(_ argv: [String]) throws(SecretReadError) -> (ChildProcess, Int32) {
        var ends: [Int32] = [-1, -1]
        guard vault_pipe2(&ends, O_CLOEXEC) == 0 else { throw .commandNotStarted(errno: errno) }
        defer { close(ends[1]) }
        do throws(SpawnError) {
            let plan = SpawnPlan(
                argv: argv, environment: .only(environment), descriptors: [.null, .open(ends[1]), .null])
            return (try ChildProcess(plan), ends[0])
        } catch {
            close(ends[0])
            throw .commandNotStarted(errno: error.errno)
        }
    }
}
