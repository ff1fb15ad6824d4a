/// What a completion script must know of a program, whatever the shell: how far the words before the cursor have come, and
/// what may follow.
///
/// The scripts hold the words so far as one text, `grant put`, and compare it with that and a blank and the next word.
struct CompletionTable {
    let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    /// A prefix of commands, and the words that may follow it.
    struct Branch {
        let words: String
        let next: [ManualEntry]
    }

    /// An option behind the words so far; behind any, where no place is named.
    struct Pattern {
        let place: String?
        let option: String

        /// As bash and zsh compare it.
        var quoted: String { place.map { "\"\($0) \(option)\"" } ?? "*\" \(option)\"" }
    }

    var branches: [Branch] {
        var prefixes: [[String]] = []
        for command in program.commands {
            for count in 0..<command.words.count where !prefixes.contains(Array(command.words.prefix(count))) {
                prefixes.append(Array(command.words.prefix(count)))
            }
        }
        return prefixes.map { Branch(words: $0.joined(separator: " "), next: next(after: $0)) }
    }

    private func next(after prefix: [String]) -> [ManualEntry] {
        let commands = program.commands.filter { $0.words.count > prefix.count && $0.words.starts(with: prefix) }
        var words: [String] = []
        for command in commands where !words.contains(command.words[prefix.count]) {
            words.append(command.words[prefix.count])
        }
        return words.map { word in
            let path = prefix + [word]
            if let command = commands.first(where: { $0.words == path }) { return ManualEntry(word, command.summary) }
            let verbs = commands.filter { $0.words.starts(with: path) }.map { $0.words[path.count] }
            return ManualEntry(word, verbs.joined(separator: ", "))
        }
    }

    /// Every step from one prefix to the next, as the scripts compare it: ` grant`, `grant put`.
    var steps: [String] {
        branches.flatMap { branch in branch.next.map { "\(branch.words) \($0.name)" } }
    }

    /// Options that any command takes.
    var common: [OptionSpec] { program.options + [.help] }

    /// Of one command; those that stand before any command are the program's only command's, or nobody's.
    func options(at words: String) -> [OptionSpec] {
        let command = program.commands.first { $0.name == words }
        return (command?.options ?? []) + (words.isEmpty ? [.generate] : [])
    }

    /// Where options of their own stand: the root, and every command.
    var places: [String] {
        ([""] + program.commands.map(\.name).filter { !$0.isEmpty }).filter { !options(at: $0).isEmpty }
    }

    /// Options that take a value, which the next word is.
    var valued: [Pattern] {
        common.filter { $0.valueName != nil }.flatMap { patterns(of: $0, at: nil) }
            + places.flatMap { place in
                options(at: place).filter { $0.valueName != nil }.flatMap { patterns(of: $0, at: place) }
            }
    }

    /// What the values of options are, where that is known.
    var values: [(patterns: [Pattern], value: CompletionValue)] {
        let common = common.map { ($0, nil as String?) }
        let own = places.flatMap { place in options(at: place).map { ($0, place) } }
        return (common + own).compactMap { option, place in
            CompletionValue(option).map { (patterns(of: option, at: place), $0) }
        }
    }

    /// What the arguments of commands are, where that is known.
    var arguments: [(words: String, value: CompletionValue)] {
        program.commands.compactMap { command in
            command.positionals.lazy.compactMap(CompletionValue.init).first.map { (command.name, $0) }
        }
    }

    private func patterns(of option: OptionSpec, at place: String?) -> [Pattern] {
        (["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])).map { Pattern(place: place, option: $0) }
    }

    /// The first sentence of an explanation: a list has room for no more.
    static func brief(_ text: String) -> String {
        guard let end = text.indices.first(where: { text[$0...].hasPrefix(". ") }) else { return text }
        return String(text[..<end])
    }
}
