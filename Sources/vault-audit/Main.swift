import Glibc
import VaultAudit
import VaultCommandLine
import VaultCore
import VaultCrypto

/// The auditor's program: says whether the files of an audit log are as the vault wrote them.
@main struct Main {
    static func main() {
        let terminal = Terminal()
        exit(run(Array(CommandLine.arguments.dropFirst()), terminal).rawValue)
    }

    private static func run(_ arguments: [String], _ terminal: Terminal) -> ExitCode {
        do throws(UsageError) {
            switch try VaultAuditProgram.spec.parse(arguments, environment: ProcessEnvironment.current()) {
            case .help(let text):
                terminal.print(text)
                return .ok
            case .run(let command):
                return try VerifyCommand(command).run(terminal)
            }
        } catch {
            terminal.printError(error.text(program: VaultAuditProgram.spec.name))
            return .usage
        }
    }
}
