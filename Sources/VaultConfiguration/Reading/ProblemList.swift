import VaultJSON

/// What has been found wrong so far; reading goes on after each finding.
final class ProblemList {
    private(set) var problems: [ConfigurationProblem] = []

    func add(_ message: String, at path: String, _ value: JSONValue) {
        problems.append(ConfigurationProblem(position: value.position, path: path, message: message))
    }

    /// In the order of the file; members of one place keep the order in which they were found.
    var inOrder: [ConfigurationProblem] {
        problems.enumerated()
            .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
    }
}
