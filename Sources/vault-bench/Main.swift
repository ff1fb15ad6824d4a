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
            rounds: options.rounds, effort: options.effort, grants: options.grants, sessions: options.sessions,
            rules: options.rules, folder: options.folder, processors: processors,
            progress: { terminal.printError("vault-bench: \($0)\n") })
        let isSmoke = options.effort == .smoke
        var report = Report(machine: .describe(), rounds: options.rounds, slack: isSmoke)
        var hasFailed = false
        for (name, body) in Scenarios.all where options.scenarios.contains(name) {
            do { report.findings += try body(context) } catch {
                // Who did not ask for a peer by name can do without it; CI cannot, or it would never find out.
                hasFailed = hasFailed || !(error is MissingPeer) || options.areNamed || isSmoke
                terminal.printError("vault-bench: \(name) was not measured: \(error)\n")
            }
        }
        terminal.print(options.printsJSON ? report.json() : report.table())
        return hasFailed || isSmoke && !report.allGoalsMet ? .failed : .ok
    }
}
