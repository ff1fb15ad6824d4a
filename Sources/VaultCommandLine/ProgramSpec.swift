/// A program as a table: the parser, the help text and the tests all read this one.
package struct ProgramSpec: Sendable {
    package let name: String
    package let summary: String
    /// Options that every command takes.
    package let options: [OptionSpec]
    package let commands: [CommandSpec]
    package let examples: [Example]

    package init(
        _ name: String, summary: String, options: [OptionSpec] = [], commands: [CommandSpec], examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.options = options
        self.commands = commands
        self.examples = examples
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
            let all = command.options + options + [.help]
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
