import Glibc
import VaultCommandLine

/// Reads the command line, runs the scenarios one after the other, prints what they found.
@main struct Main {
    private static let terminal = Terminal()

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if ChildMode.allCases.contains(where: { $0.rawValue == arguments.first }) { ChildMode.run(arguments) }
        do {
            switch try BenchProgram.spec.parse(arguments) {
            case .help(let text): terminal.print(text)
            case .run(let line): exit(run(try BenchOptions(line)).rawValue)
            }
        } catch {
            terminal.printError(error.text(program: BenchProgram.spec.name))
            exit(ExitCode.usage.rawValue)
        }
    }

    private static func run(_ options: BenchOptions) -> ExitCode {
        let processors = Processors.choose()
        Processors.pinCaller(to: processors.client)
        let context = BenchContext(
            rounds: options.rounds, isQuick: options.isQuick, grants: options.grants, sessions: options.sessions,
            rules: options.rules,
            folder: options.folder,
            processors: processors,
            progress: { terminal.printError("vault-bench: \($0)\n") })
        var report = Report(machine: .describe(), rounds: options.rounds, slack: options.isSmoke)
        var hasFailed = false
        for (name, body) in Scenarios.all where options.scenarios.contains(name) {
            do { report.findings += try body(context) } catch {
                hasFailed = true
                terminal.printError("vault-bench: \(name) was not measured: \(error)\n")
            }
        }
        terminal.print(options.printsJSON ? report.json() : report.table())
        return hasFailed || options.isSmoke && !report.allGoalsMet ? .failed : .ok
    }
}
