import CLinux
import Glibc
import VaultCommandLine
import VaultSocket

/// What the binary does when the bench has started it as a child; never typed by people.
enum ChildMode: String, CaseIterable {
    case echo = "__echo"
    case bare = "__bare"
    /// Ties the program that follows to the bench's life and becomes it.
    case guarded = "__guarded"

    static func run(_ arguments: [String]) -> Never {
        // Children must not outlive a bench that was killed; the setting survives exec (prctl(2)).
        _ = vault_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0, 0, 0)
        switch arguments.first.flatMap(ChildMode.init(rawValue:)) {
        case .echo: echo(Array(arguments.dropFirst()))
        case .bare: bare(Array(arguments.dropFirst()))
        case .guarded: become(Array(arguments.dropFirst()))
        case nil: exit(2)
        }
    }

    private static func echo(_ arguments: [String]) -> Never {
        guard arguments.count == 3, let request = Int(arguments[1]), let reply = Int(arguments[2]),
            let server = try? EchoServer(path: arguments[0], requestBytes: request, replyBytes: reply)
        else { exit(1) }
        _ = write(STDOUT_FILENO, "ready\n", 6)
        server.serve()
    }

    private static func bare(_ arguments: [String]) -> Never {
        guard arguments.count == 4, let tokens = Int(arguments[1]), let rules = Int(arguments[2]) else { exit(2) }
        do {
            try BareVault.serve(socket: arguments[0], tokens: tokens, rules: rules, executable: arguments[3])
        } catch {
            Terminal().printError("vault-bench: the bare vault did not start: \(error)\n")
            exit(1)
        }
    }

    private static func become(_ line: [String]) -> Never {
        guard let program = line.first else { exit(2) }
        // When the program itself began: the bench's own start is no part of its.
        Terminal().print("\(MonotonicInstant.now.nanoseconds)\n")
        var arguments = line.map { strdup($0) }
        arguments.append(nil)
        execv(program, arguments)
        exit(127)
    }
}
