/// One argument that is known by its place.
package struct PositionalSpec: Sendable {
    package let name: String
    package let help: String
    package let isRequired: Bool
    /// Takes all arguments that are left; only the last one may.
    package let repeats: Bool

    package init(_ name: String, help: String, isRequired: Bool = true, repeats: Bool = false) {
        self.name = name
        self.help = help
        self.isRequired = isRequired
        self.repeats = repeats
    }

    /// As the usage line shows it.
    var usage: String {
        let name = "<\(name)>" + (repeats ? "..." : "")
        return isRequired ? name : "[\(name)]"
    }
}
