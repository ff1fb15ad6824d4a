/// A class of sessions, by its name in the configuration.
package struct SessionClassName: Hashable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` unless the name is 1 to 64 of `a-z 0-9 - _`, starting with a letter or digit.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule.checkedName(text, of: "session class")
    }
}
