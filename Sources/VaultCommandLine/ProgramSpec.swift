/// A program as a table: the parser, the help text and the tests all read this one.
package struct ProgramSpec: Sendable {
    package let name: String
    package let summary: String
    /// Options that every command takes.
    package let options: [OptionSpec]
    package let commands: [CommandSpec]
    package let examples: [Example]
    /// Those that it may end with.
    package let exitCodes: [ExitCode]

    // MARK: what the manual says beside

    /// 1 for everyone's programs, 8 for daemons (man-pages(7)).
    package let manualSection: Int
    /// Paragraphs.
    package let details: [String]
    package let environment: [ManualEntry]
    package let files: [ManualEntry]
    /// Other pages, as `vaultd(8)`.
    package let seeAlso: [String]

    package init(
        _ name: String, summary: String, options: [OptionSpec] = [], commands: [CommandSpec], examples: [Example] = [],
        exitCodes: [ExitCode] = ExitCode.allCases, manualSection: Int = 1, details: [String] = [],
        environment: [ManualEntry] = [], files: [ManualEntry] = [], seeAlso: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.options = options
        self.commands = commands + (commands.contains { $0.words.isEmpty } ? [] : [.completion(of: name)])
        self.examples = examples
        self.exitCodes = exitCodes
        self.manualSection = manualSection
        self.details = details
        self.environment = environment
        self.files = files
        self.seeAlso = seeAlso
    }

    /// The one command of a program that has no words for it.
    var onlyCommand: CommandSpec? { commands.first { $0.words.isEmpty } }

    /// How a command is written, with what it cannot do without.
    func usage(of command: CommandSpec) -> String {
        let required = command.options.filter(\.isRequired).map { "--\($0.name) \($0.valueName ?? "")" }
        let words = [name] + command.words + required + ["[options]"] + command.positionals.map(\.usage)
        return words.joined(separator: " ")
    }

    /// Variables of the environment: those that stand for options, and the others.
    var variables: [ManualEntry] {
        var seen: Set<String> = []
        let options = (options + commands.flatMap(\.options)).filter { option in
            option.environment.map { seen.insert($0).inserted } ?? false
        }
        return options.map { ManualEntry($0.environment ?? "", "Read where --\($0.name) is not given.") } + environment
    }

    /// Reads a command line; touches nothing outside of its parameters.
    ///
    /// - Parameter arguments: without the program's own name.
    package func parse(_ arguments: [String], environment: [String: String] = [:]) throws(UsageError) -> Invocation {
        var reader = ArgumentReader(program: self, environment: environment)
        return try reader.read(arguments)
    }

    /// Mistakes in the table itself, for a test of each program: empty when it is sound.
    package var mistakes: [String] {
        var found: [String] = []
        for (index, command) in commands.enumerated() {
            for other in commands[(index + 1)...] where Self.collide(command.words, other.words) {
                found.append("'\(command.name)' and '\(other.name)' cannot be told apart")
            }
            let all = command.options + options + [.generate, .help]
            found += Self.repeated(all.map { "--" + $0.name } + all.compactMap { $0.short.map { "-\($0)" } })
                .map { "'\(command.name)' has \($0) twice" }
            for (positional, next) in zip(command.positionals, command.positionals.dropFirst())
            where positional.repeats || (!positional.isRequired && next.isRequired) {
                found.append("'\(command.name)' has arguments after the optional <\(positional.name)>")
            }
        }
        return found
    }

    private static func collide(_ left: [String], _ right: [String]) -> Bool {
        left.starts(with: right) || right.starts(with: left)
    }

    private static func repeated(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
    }
}
