/// The manual page of a program in man(7), made from its table, so it cannot be out of date.
struct ManualPage {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    func text() -> String {
        let title = program.name.uppercased()
        var lines = [
            ".\\\" Made by '\(program.name) --generate man'.",
            ".TH \(Roff.quoted(title)) \(program.manualSection) \(ProductVersion.date) "
                + Roff.quoted("vaultd \(ProductVersion.current)"),
            ".SH NAME", Roff.paragraph("\(program.name) - \(program.summary)"),
        ]
        lines += section("SYNOPSIS", synopsis)
        lines += section("DESCRIPTION", paragraphs(program.details + (program.onlyCommand?.details ?? [])))
        if let command = program.onlyCommand {
            lines += section("ARGUMENTS", arguments(command))
            lines += section("OPTIONS", (command.options + program.options + [.generate, .help]).flatMap(option))
        } else {
            lines += section("COMMANDS", program.commands.flatMap(described))
            lines += section("OPTIONS OF EVERY COMMAND", (program.options + [.help]).flatMap(option))
            lines += section("OPTIONS WITHOUT A COMMAND", option(.generate))
        }
        lines += section("ENVIRONMENT", program.variables.flatMap(entry))
        lines += section("FILES", program.files.flatMap(entry))
        lines += section("EXIT STATUS", program.exitCodes.flatMap { tagged(Roff.bold("\($0.rawValue)"), $0.meaning) })
        lines += section("EXAMPLES", examples(program.examples + (program.onlyCommand?.examples ?? [])))
        lines += section("SEE ALSO", references)
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        // A paragraph right below a heading is the heading's own; mandoc -T lint says so.
        let body = lines.first == ".PP" ? Array(lines.dropFirst()) : lines
        return body.isEmpty ? [] : [".SH \(title)"] + body
    }

    private var synopsis: [String] {
        if let command = program.onlyCommand { return [usage(command)] }
        return ["\(Roff.bold(program.name)) \(Roff.italic("command")) [\(Roff.italic("options"))]"]
    }

    /// The program's words in bold, what stands for something else in italics.
    private func usage(_ command: CommandSpec) -> String {
        let fixed = ([program.name] + command.words).joined(separator: " ")
        let rest = program.usage(of: command).dropFirst(fixed.count + 1).split(separator: " ").map { word in
            word.hasPrefix("--") ? Roff.bold(String(word)) : Roff.italic(String(word))
        }
        return ([Roff.bold(fixed)] + rest).joined(separator: " ")
    }

    private func described(_ command: CommandSpec) -> [String] {
        var lines = [".SS \(Roff.quoted(command.name))", usage(command)]
        lines += paragraphs([command.summary] + command.details)
        lines += arguments(command) + command.options.flatMap(option)
        return lines + examples(command.examples)
    }

    private func paragraphs(_ texts: [String]) -> [String] {
        texts.flatMap { [".PP", Roff.paragraph($0)] }
    }

    private func arguments(_ command: CommandSpec) -> [String] {
        command.positionals.flatMap { tagged(Roff.italic($0.usage), $0.explained) }
    }

    private func option(_ option: OptionSpec) -> [String] {
        let names = (option.short.map { Roff.bold("-\($0)") + ", " } ?? "") + Roff.bold("--\(option.name)")
        let value = option.valueName.map { " " + Roff.italic($0) } ?? ""
        let text = option.explained + (option.isRequired ? " It must be given." : "")
        return tagged(names + value, text)
    }

    private func entry(_ entry: ManualEntry) -> [String] { tagged(Roff.bold(entry.name), entry.text) }

    private func tagged(_ tag: String, _ text: String) -> [String] { [".TP", tag, Roff.paragraph(text)] }

    private func examples(_ examples: [Example]) -> [String] {
        examples.flatMap { example in
            [
                ".PP", Roff.paragraph(example.purpose + ":"), ".PP", ".RS 4", ".EX", Roff.literal(example.line), ".EE",
                ".RE",
            ]
        }
    }

    private var references: [String] {
        let pages = program.seeAlso.map { page in
            let name = page.prefix { $0 != "(" }
            return ".BR \(Roff.escaped(String(name))) \(page.dropFirst(name.count))"
        }
        return pages.enumerated().map { $1 + ($0 < pages.count - 1 ? " ," : "") }
    }
}
