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

    /// Answered by every command without being declared.
    static let help = flag("help", short: "h", help: "Show this help.")
}
