/// One argument that is known by its place.
package struct PositionalSpec: Sendable {
    package let name: String
    package let help: String
    package let isRequired: Bool
    /// Takes all arguments that are left; only the last one may.
    package let repeats: Bool
    /// The only values allowed; empty allows all.
    package let choices: [String]

    package init(_ name: String, help: String, isRequired: Bool = true, repeats: Bool = false, choices: [String] = []) {
        self.name = name
        self.help = help
        self.isRequired = isRequired
        self.repeats = repeats
        self.choices = choices
    }

    /// Whether shells complete it with the names of files; so it is called, then.
    var isFile: Bool { ["file", "log", "folder"].contains(name) }

    /// The help with what may be given.
    var explained: String { help + (choices.isEmpty ? "" : " One of \(choices.joined(separator: ", ")).") }

    /// As the usage line shows it.
    var usage: String {
        let name = "<\(name)>" + (repeats ? "..." : "")
        return isRequired ? name : "[\(name)]"
    }
}
