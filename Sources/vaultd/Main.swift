import Glibc
import VaultCommandLine
import VaultSocket

/// The daemon's program: reads the command line and runs one command; everything else is in `Commands` and `Wiring`.
@main struct Vaultd {
    static func main() {
        // Before any thread exists: signals arrive by a descriptor of the loop that waits for them.
        SignalSource.block(Daemon.signals)
        let terminal = Terminal()
        exit(run(Array(CommandLine.arguments.dropFirst()), terminal).rawValue)
    }

    private static func run(_ arguments: [String], _ terminal: Terminal) -> ExitCode {
        do throws(UsageError) {
            switch try VaultdProgram.spec.parse(arguments, environment: ProcessEnvironment.current()) {
            case .help(let text):
                terminal.print(text)
                return .ok
            case .run(let command):
                return run(command, terminal)
            }
        } catch {
            terminal.printError(error.text(program: VaultdProgram.spec.name))
            return .usage
        }
    }

    private static func run(_ command: ParsedCommand, _ terminal: Terminal) -> ExitCode {
        do throws(StartFailure) {
            switch VaultdProgram.Command(rawValue: command.name) {
            case .serve: return try ServeCommand(command, terminal).run()
            case .check: return try CheckCommand(command, terminal).run()
            case .initialize: return try InitCommand(command, terminal).run()
            case .restore: return try RestoreCommand(command, terminal).run()
            case .acceptRestore: return try AcceptRestoreCommand(command, terminal).run()
            case .version, nil:
                terminal.print("vaultd \(ProductVersion.current)\n")
                return .ok
            }
        } catch {
            terminal.printError("vaultd: \(error.sentence)\n")
            return error.exitCode
        }
    }
}
