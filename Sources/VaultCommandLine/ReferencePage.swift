/// The page of a program in Docs/reference, made from its table, so it cannot be out of date.
package struct ReferencePage {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    func text() -> String {
        var parts = [
            "# \(program.name)", "\(program.name): \(Self.inline(program.summary)).",
            "This page is made by `\(program.name) --generate markdown`; `\(program.name) --help` says the same.",
        ]
        if let command = program.onlyCommand {
            parts += described(command)
        } else {
            parts += program.details.map(Self.inline)
            parts.append(
                Self.table(
                    ["Command", ""],
                    program.commands.map { command in
                        let anchor = "\(program.name) \(command.name)".replacing(" ", by: "-")
                        return ["[\(command.name)](#\(anchor))", Self.inline(command.summary)]
                    }))
            parts += options("Options of every command", program.options + [.help])
            parts += options("Options without a command", [.generate])
            for command in program.commands {
                parts += ["## \(program.name) \(command.name)", Self.inline(command.summary)] + described(command)
            }
        }
        parts += entries("Environment", program.variables) + entries("Files", program.files)
        parts += [
            "## Exit codes", Self.table(["Code", ""], program.exitCodes.map { ["\($0.rawValue)", $0.meaning] }),
        ]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func described(_ command: CommandSpec) -> [String] {
        var parts = ["    " + program.usage(of: command)] + command.details.map(Self.inline)
        let places = command.positionals.map { ["`\($0.usage)`", Self.inline($0.explained)] }
        if !places.isEmpty { parts.append(Self.table(["Argument", ""], places)) }
        if !command.options.isEmpty { parts.append(Self.table(["Option", ""], command.options.map(row))) }
        if command.words.isEmpty { parts += options("Other options", program.options + [.generate, .help]) }
        if !command.examples.isEmpty {
            let lines = command.examples.map { "# \($0.purpose)\n\($0.line)" }
            parts.append("```sh\n\(lines.joined(separator: "\n"))\n```")
        }
        return parts
    }

    private func options(_ title: String, _ options: [OptionSpec]) -> [String] {
        ["## \(title)", Self.table(["Option", ""], options.map(row))]
    }

    private func row(_ option: OptionSpec) -> [String] {
        let short = option.short.map { "`-\($0)`, " } ?? ""
        let long = "`--\(option.name)\(option.valueName.map { " " + $0 } ?? "")`"
        return [short + long, Self.inline(option.explained) + (option.isRequired ? " It must be given." : "")]
    }

    private func entries(_ title: String, _ entries: [ManualEntry]) -> [String] {
        entries.isEmpty
            ? [] : ["## \(title)", Self.table(["Name", ""], entries.map { ["`\($0.name)`", Self.inline($0.text)] })]
    }

    /// Text of the table, in which Markdown would read a tag, a column or emphasis.
    private static func inline(_ text: String) -> String {
        text.replacing("<", by: "\\<").replacing("|", by: "\\|").replacing("*", by: "\\*").replacing("_", by: "\\_")
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }
}
