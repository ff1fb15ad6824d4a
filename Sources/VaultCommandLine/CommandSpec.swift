/// One command of a program: its words (`grant put`), what it takes, and how it is explained.
package struct CommandSpec: Sendable {
    /// One word, or noun and verb; no words for a program that does one thing only.
    package let words: [String]
    package let summary: String
    /// Paragraphs below the usage line.
    package let details: [String]
    package let options: [OptionSpec]
    package let positionals: [PositionalSpec]
    package let examples: [Example]

    package init(
        _ name: String, summary: String, details: [String] = [], options: [OptionSpec] = [],
        positionals: [PositionalSpec] = [], examples: [Example] = []
    ) {
        words = name.split(separator: " ").map(String.init)
        self.summary = summary
        self.details = details
        self.options = options
        self.positionals = positionals
        self.examples = examples
    }

    package var name: String { words.joined(separator: " ") }
}
