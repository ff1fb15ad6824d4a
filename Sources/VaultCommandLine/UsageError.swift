/// A command line that cannot be run: what is wrong, and what to type instead. The exit code is `ExitCode.usage`.
///
/// Quotes names of commands and options only, never a value: it might be a secret that someone put on the line by mistake.
package struct UsageError: Error, Hashable, Sendable {
    package let message: String
    package let hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// What goes to stderr: one line, and one for the hint.
    package func text(program: String) -> String {
        "\(program): \(message)\n" + (hint.map { "hint: \($0)\n" } ?? "")
    }
}
