/// Sorts the words of a command line into command, options and arguments; the state of one parse.
struct ArgumentReader {
    let program: ProgramSpec
    let environment: [String: String]
    private var rest: ArraySlice<String> = []
    private var words: [String] = []
    private var command: CommandSpec?
    private var given: [String: [String]] = [:]
    private var arguments: [String] = []
    private var wantsHelp = false

    init(program: ProgramSpec, environment: [String: String]) {
        self.program = program
        self.environment = environment
        command = program.commands.first { $0.words.isEmpty }
    }

    mutating func read(_ line: [String]) throws(UsageError) -> Invocation {
        rest = line[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                arguments += rest
                rest = []
            } else if argument.hasPrefix("--") {
                try readLong(argument.dropFirst(2))
            } else if argument.hasPrefix("-"), argument != "-" {
                try readShort(argument.dropFirst())
            } else {
                try readWord(argument)
            }
        }
        if wantsHelp { return .help(HelpText(program).text(for: words)) }
        if let kind = given[OptionSpec.generate.name]?.last.flatMap(GeneratedText.init) {
            return .help(kind.text(of: program))
        }
        let command = try finished()
        if command.command.isCompletion, let shell = arguments.first.flatMap(GeneratedText.init) {
            return .help(shell.text(of: program))
        }
        return .run(command)
    }

    // MARK: words

    private mutating func readWord(_ word: String) throws(UsageError) {
        if command != nil {
            arguments.append(word)
            return
        }
        if word == "help", words.isEmpty, !wantsHelp {
            wantsHelp = true
            return
        }
        words.append(word)
        command = program.commands.first { $0.words == words }
        if command == nil, !program.commands.contains(where: { $0.words.starts(with: words) }) {
            throw unknownCommand()
        }
    }

    private func unknownCommand() -> UsageError {
        let before = words.dropLast()
        let possible = program.commands.filter { $0.words.starts(with: before) }.map { $0.words[before.count] }
        let word = words.last ?? ""
        let message =
            Spelling.isQuotable(word) ? "unknown command '\(words.joined(separator: " "))'" : "unknown command"
        if let near = Spelling.nearest(to: word, among: possible) {
            return UsageError(message, hint: "did you mean '\((before + [near]).joined(separator: " "))'?")
        }
        return UsageError(message, hint: "see '\(program.name) --help'")
    }

    // MARK: options

    private var known: [OptionSpec] {
        (command?.options ?? []) + program.options + (command?.words.isEmpty ?? words.isEmpty ? [.generate] : []) + [
            .help
        ]
    }

    private mutating func readLong(_ text: Substring) throws(UsageError) {
        let name = String(text.prefix { $0 != "=" })
        guard let option = known.first(where: { $0.name == name }) else { throw unknownOption(name) }
        try take(option, written: "--\(name)", value: name.count < text.count ? text.dropFirst(name.count + 1) : nil)
    }

    private mutating func readShort(_ text: Substring) throws(UsageError) {
        guard let option = known.first(where: { $0.short == text.first }) else {
            throw UsageError("unknown short option", hint: seeHelp)
        }
        // `-n5` is how a value may be glued to a short option; flags are not combined.
        try take(option, written: "-\(text.prefix(1))", value: text.count > 1 ? text.dropFirst() : nil)
    }

    private mutating func take(_ option: OptionSpec, written: String, value: Substring?) throws(UsageError) {
        if option.name == OptionSpec.help.name {
            wantsHelp = true
            return
        }
        if given[option.name] != nil, !option.repeats { throw UsageError("\(written) is given twice", hint: seeHelp) }
        guard let valueName = option.valueName else {
            if value != nil { throw UsageError("\(written) takes no value", hint: seeHelp) }
            given[option.name] = [""]
            return
        }
        let text = if let value { String(value) } else { try nextValue(written, valueName) }
        try check(text, option, written)
        given[option.name, default: []].append(text)
    }

    private mutating func nextValue(_ written: String, _ valueName: String) throws(UsageError) -> String {
        guard let next = rest.first, !next.hasPrefix("--") else {
            throw UsageError("\(written) needs a value", hint: "write \(written) \(valueName)")
        }
        rest = rest.dropFirst()
        return next
    }

    private func check(_ value: String, _ option: OptionSpec, _ written: String) throws(UsageError) {
        if !option.choices.isEmpty, !option.choices.contains(value) {
            throw UsageError("\(written) must be one of \(option.choices.joined(separator: ", "))", hint: seeHelp)
        }
    }

    private static func looksSecret(_ name: String) -> Bool {
        let name = name.lowercased().utf8
        return ["token", "secret", "password", "passphrase"].contains { word in
            name.indices.contains { name[$0...].starts(with: word.utf8) }
        }
    }

    private func unknownOption(_ name: String) -> UsageError {
        let message = Spelling.isQuotable(name) ? "unknown option --\(name)" : "unknown option"
        if let near = Spelling.nearest(to: name, among: known.map(\.name)) {
            return UsageError(message, hint: "did you mean --\(near)?")
        }
        if Self.looksSecret(name) {
            return UsageError(message, hint: "a secret never goes on the command line, give it on stdin")
        }
        if command == nil, program.commands.contains(where: { $0.options.contains { $0.name == name } }) {
            return UsageError("\(message) before the command", hint: "write it after the command")
        }
        return UsageError(message, hint: seeHelp)
    }

    private var seeHelp: String {
        "see '\(([program.name] + words).joined(separator: " ")) --help'"
    }

    // MARK: the end of the line

    private mutating func finished() throws(UsageError) -> ParsedCommand {
        guard let command else { throw missingCommand() }
        for option in known where given[option.name] == nil {
            if let variable = option.environment, let value = environment[variable], !value.isEmpty {
                try check(value, option, variable)
                given[option.name] = [value]
            } else if option.isRequired {
                throw UsageError("--\(option.name) is missing", hint: seeHelp)
            }
        }
        try checkArguments(of: command)
        return ParsedCommand(command: command, known: known, given: given, arguments: arguments)
    }

    private func missingCommand() -> UsageError {
        guard !words.isEmpty else { return UsageError("no command given", hint: seeHelp) }
        let verbs = program.commands.filter { $0.words.starts(with: words) }.map { $0.words[words.count] }
        return UsageError(
            "'\(words.joined(separator: " "))' needs a verb", hint: "one of \(verbs.joined(separator: ", "))")
    }

    private func checkArguments(of command: CommandSpec) throws(UsageError) {
        let places = command.positionals
        if let missing = places.dropFirst(arguments.count).first(where: \.isRequired) {
            throw UsageError("<\(missing.name)> is missing", hint: seeHelp)
        }
        for (place, argument) in zip(places, arguments)
        where !place.choices.isEmpty && !place.choices.contains(argument) {
            throw UsageError("<\(place.name)> must be one of \(place.choices.joined(separator: ", "))", hint: seeHelp)
        }
        if arguments.count > places.count, places.last?.repeats != true {
            throw UsageError("too many arguments", hint: seeHelp)
        }
    }
}
