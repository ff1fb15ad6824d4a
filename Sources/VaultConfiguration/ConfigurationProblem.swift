import VaultCommandLine
package import VaultJSON

/// One thing wrong with the configuration: where, at which member, and what to do about it. Never quotes a value, which may be a
/// secret in the wrong place.
package struct ConfigurationProblem: Hashable, Sendable {
    package let position: JSONPosition
    /// Members from the root, dotted: `providers.github.token_endpoint`; empty for the file as a whole.
    package let path: String
    package let message: String

    package init(position: JSONPosition, path: String, message: String) {
        self.position = position
        self.path = path
        self.message = message
    }

    /// As compilers print it, so that editors find the place; names of members cannot steer the terminal.
    package func text(file: String) -> String {
        TextTable.harmless("\(file):\(position): " + (path.isEmpty ? "" : "\(path): ") + message)
    }
}
