/// One option: how it is written, what it takes, and the line that explains it.
package struct OptionSpec: Sendable {
    /// Without the dashes: `socket`.
    package let name: String
    package let short: Character?
    /// Name of the value in the help text; nil for a flag.
    package let valueName: String?
    package let help: String
    /// Read where the option is not given; an option on the line wins.
    package let environment: String?
    /// The only values allowed; empty allows all.
    package let choices: [String]
    package let isRequired: Bool
    package let repeats: Bool

    private init(
        name: String, short: Character?, valueName: String?, help: String, environment: String?, choices: [String],
        isRequired: Bool, repeats: Bool
    ) {
        self.name = name
        self.short = short
        self.valueName = valueName
        self.help = help
        self.environment = environment
        self.choices = choices
        self.isRequired = isRequired
        self.repeats = repeats
    }

    package static func flag(_ name: String, short: Character? = nil, help: String) -> OptionSpec {
        OptionSpec(
            name: name, short: short, valueName: nil, help: help, environment: nil, choices: [], isRequired: false,
            repeats: false)
    }

    package static func value(
        _ name: String, _ valueName: String, short: Character? = nil, help: String, environment: String? = nil,
        choices: [String] = [], isRequired: Bool = false, repeats: Bool = false
    ) -> OptionSpec {
        OptionSpec(
            name: name, short: short, valueName: valueName, help: help, environment: environment, choices: choices,
            isRequired: isRequired, repeats: repeats)
    }

    /// Whether shells complete its value with the names of files; so the value is called, then.
    var takesFile: Bool { valueName == "FILE" || valueName == "PATH" }

    /// The help with what may be given, how often, and from where else.
    var explained: String {
        var text = help
        if !choices.isEmpty { text += " One of \(choices.joined(separator: ", "))." }
        if repeats { text += " May be given several times." }
        return text
    }

    /// Answered by every program where no command stands before it, without being declared.
    static let generate = value(
        "generate", "WHAT", help: "Print its manual page, its reference, or the completion script of a shell.",
        choices: GeneratedText.allCases.map(\.rawValue))

    /// Answered by every command without being declared.
    static let help = flag("help", short: "h", help: "Show this help.")
}
