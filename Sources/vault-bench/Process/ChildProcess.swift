import CLinux
import Glibc

/// A program started by the bench on one processor; it dies with its owner here, and with the bench itself.
final class ChildProcess {
    let id: Int32
    /// When it became the program.
    private(set) var startedAt: UInt64 = 0
    private let output: Int32

    /// - Parameters:
    ///   - processor: inherited by all its threads.
    ///   - errors: file that gets what it prints to stderr.
    ///   - environment: beside what the bench itself was given, or all that it gets.
    ///   - input: what it has as descriptor 0; nothing without.
    init(
        _ program: String, _ arguments: [String], processor: Int32?, errors: String = "/dev/null",
        environment: [String] = [], inheritsEnvironment: Bool = true, input: Int32? = nil
    ) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw LoadFailure("no pipe for a child") }
        output = ends[0]
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        let before = Processors.choose().client
        if let processor { Processors.pinCaller(to: processor) }
        defer { if processor != nil { Processors.pinCaller(to: before) } }
        let line = ["/proc/self/exe", ChildMode.guarded.rawValue, program] + arguments
        let environment = (inheritsEnvironment ? Self.inherited : []) + environment
        let spawned = Result {
            try Self.spawn(line, input: input, output: ends[1], errors: errors, environment: environment)
        }
        // Before anything is read: the end of the output must be seen when the child dies.
        close(ends[1])
        id = try spawned.get()
        startedAt = readLine().flatMap { UInt64($0) } ?? 0
    }

    deinit {
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
        close(output)
    }

    /// Waits for the first line on its stdout.
    ///
    /// - Returns: nil when it ended without any.
    func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    /// Waits for its end; for programs that end by themselves.
    func wait() -> Int32 {
        var status: Int32 = 0
        // Left as a zombie for deinit, whose kill then meets nobody.
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, Int32(WEXITED | WNOWAIT)) != 0, errno == EINTR {}
        status = info._sifields._sigchld.si_status
        return status
    }

    var isAlive: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(id), &info, Int32(WEXITED | WNOWAIT | WNOHANG)) == 0 && info.si_signo == 0
    }

    private static func spawn(
        _ line: [String], input: Int32?, output: Int32, errors: String, environment: [String]
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let arguments = copied(line)
        let variables = copied(environment)
        defer { for text in arguments + variables { free(text) } }
        var process: Int32 = 0
        guard posix_spawn(&process, line[0], &actions, nil, arguments, variables) == 0 else {
            throw LoadFailure("\(line[2]) cannot be started")
        }
        return process
    }

    private static func copied(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

    private static var inherited: [String] {
        TextFile.read("/proc/self/environ").split(separator: "\0").map(String.init)
    }
}
