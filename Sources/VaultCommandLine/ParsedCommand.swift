/// A command with everything that was given to it, checked against its table.
package struct ParsedCommand: Sendable {
    package let command: CommandSpec
    let known: [OptionSpec]
    let given: [String: [String]]
    let arguments: [String]

    /// `grant put`
    package var name: String { command.name }

    package func has(_ flag: String) -> Bool { !values(flag).isEmpty }

    package func value(_ option: String) -> String? { values(option).last }

    /// All values of an option that repeats, in order.
    package func values(_ option: String) -> [String] {
        precondition(known.contains { $0.name == option }, "the table of '\(name)' has no --\(option)")
        return given[option] ?? []
    }

    package func argument(_ positional: String) -> String? { arguments(positional).first }

    /// The arguments at that place, several where it repeats.
    package func arguments(_ positional: String) -> [String] {
        guard let place = command.positionals.firstIndex(where: { $0.name == positional }) else {
            preconditionFailure("the table of '\(name)' has no <\(positional)>")
        }
        let rest = arguments.dropFirst(place)
        return Array(command.positionals[place].repeats ? rest : rest.prefix(1))
    }
}

extension ParsedCommand {
    /// The value as a whole number within `range`; nil where the option is absent.
    package func integer(_ option: String, in range: ClosedRange<Int64>) throws(UsageError) -> Int64? {
        guard let text = value(option) else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw UsageError(
                "--\(option) must be a whole number from \(range.lowerBound) to \(range.upperBound)", hint: helpHint)
        }
        return number
    }

    /// The value as milliseconds (`500ms`, `5s`, `2m`); nil where the option is absent.
    package func milliseconds(_ option: String) throws(UsageError) -> Int64? {
        guard let text = value(option) else { return nil }
        guard let number = DurationText.milliseconds(text) else {
            throw UsageError("--\(option) must be a duration", hint: "write it as \(DurationText.examples)")
        }
        return number
    }

    private var helpHint: String { "see '\(name) --help'" }
}
