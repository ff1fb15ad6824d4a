/// What a shell can offer for a value: the names of files, or one of a few words.
enum CompletionValue {
    case files
    case words([String])

    init?(_ option: OptionSpec) {
        guard option.valueName != nil else { return nil }
        self.init(isFile: option.takesFile, choices: option.choices)
    }

    init?(_ positional: PositionalSpec) {
        self.init(isFile: positional.isFile, choices: positional.choices)
    }

    private init?(isFile: Bool, choices: [String]) {
        if !choices.isEmpty {
            self = .words(choices)
        } else if isFile {
            self = .files
        } else {
            return nil
        }
    }
}
