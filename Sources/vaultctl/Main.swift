import CLinux
import Glibc
import VaultClient
import VaultCommandLine

/// Parses the command line, connects, runs one command, and gives the shell its exit code.
@main
struct Main {
    static func main() async {
        // A reader that is gone is told by write(2); and no other process of this user may look at the tokens in here.
        signal(SIGPIPE, SIG_IGN)
        _ = vault_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        let code = await run(Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.current())
        exit(code.rawValue)
    }

    private static func run(_ arguments: [String], environment: [String: String]) async -> ExitCode {
        let console = TerminalConsole(Terminal(environment: environment))
        do throws(UsageError) {
            switch try VaultctlProgram.spec.parse(arguments, environment: environment) {
            case .help(let text): return console.out(text) ? .ok : .failed
            case .run(let command): return await run(command, console)
            }
        } catch {
            console.note(error.text(program: "vaultctl"))
            return .usage
        }
    }

    private static func run(_ command: ParsedCommand, _ console: TerminalConsole) async -> ExitCode {
        do throws(UsageError) {
            let socket = command.value("socket") ?? VaultctlProgram.defaultSocket
            let milliseconds =
                try command.milliseconds("timeout") ?? CommandName(rawValue: command.name)?.usualMilliseconds ?? 30_000
            let client: VaultClient
            do throws(VaultClientError) {
                client = try VaultClient(
                    socketPath: socket, options: .init(timeout: .milliseconds(milliseconds), patience: .zero))
            } catch {
                throw UsageError("--socket cannot be used: \(error.description)")
            }
            defer { client.close() }
            return await CommandRunner(vault: client, console: console, command: command).run()
        } catch {
            console.note(error.text(program: "vaultctl"))
            return .usage
        }
    }
}
