/// The help of a program, one of its nouns, or one command; made from the table, so it cannot be out of date.
package struct HelpText {
    private let program: ProgramSpec
    private static let width = 80

    package init(_ program: ProgramSpec) {
        self.program = program
    }

    /// - Parameter words: a command, the first word of some, or none for the whole program.
    package func text(for words: [String] = []) -> String {
        if let command = program.commands.first(where: { $0.words == words }) { return text(of: command) }
        let commands = program.commands.filter { $0.words.starts(with: words) }
        let name = ([program.name] + words).joined(separator: " ")
        var parts = ["\(words.isEmpty ? "\(name): \(program.summary)\n\n" : "")Usage: \(name) <command> [options]"]
        parts.append(section("Commands", commands.map { (left: $0.name, right: $0.summary) }))
        let options = program.options + (words.isEmpty ? [.generate] : []) + [.help]
        parts.append(section("Options of every command", options.map(line)))
        parts.append(examples(words.isEmpty ? program.examples : commands.flatMap(\.examples)))
        if words.isEmpty { parts.append(exitCodes) }
        return joined(parts)
    }

    private func text(of command: CommandSpec) -> String {
        let name = ([program.name] + command.words).joined(separator: " ")
        var parts = [
            "\(name): \(command.words.isEmpty ? program.summary : command.summary)",
            "Usage: \(program.usage(of: command))",
        ]
        parts += command.details.map { TextWrap.lines($0, width: Self.width).joined(separator: "\n") }
        parts.append(section("Arguments", command.positionals.map { (left: $0.usage, right: $0.explained) }))
        parts.append(section("Options", command.options.map(line)))
        let common = program.options + (command.words.isEmpty ? [.generate] : []) + [.help]
        parts.append(section(command.words.isEmpty ? "Other options" : "Options of every command", common.map(line)))
        parts.append(examples(command.examples))
        return joined(parts)
    }

    private func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func line(_ option: OptionSpec) -> (left: String, right: String) {
        let right = option.explained + (option.environment.map { " [\($0)]" } ?? "")
        let short = option.short.map { "-\($0), " } ?? "    "
        return (short + "--\(option.name)" + (option.valueName.map { " \($0)" } ?? ""), right)
    }

    private func section(_ title: String, _ lines: [(left: String, right: String)]) -> String {
        guard !lines.isEmpty else { return "" }
        let indent = min(34, (lines.map(\.left.count).max() ?? 0) + 4)
        return lines.reduce("\(title):") { text, line in
            let right = TextWrap.lines(line.right, width: Self.width - indent)
            let first = "  " + line.left
            let fits = first.count + 2 <= indent
            let start = fits ? first + spaces(indent - first.count) : first + "\n" + spaces(indent)
            return text + "\n" + start + right.joined(separator: "\n" + spaces(indent))
        }
    }

    private func examples(_ examples: [Example]) -> String {
        guard !examples.isEmpty else { return "" }
        return examples.reduce("Examples:") { $0 + "\n  # \($1.purpose)\n  \($1.line)" }
    }

    private var exitCodes: String {
        section("Exit codes", program.exitCodes.map { (left: "\($0.rawValue)", right: $0.meaning) })
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
