import VaultJSON

/// What has been found wrong so far; reading goes on after each finding. Places are made of it at the end, for all at once.
final class ProblemList {
    private var findings: [(value: JSONValue, message: String)] = []

    var count: Int { findings.count }

    /// - Parameter value: or member name: its place is shown.
    func add(_ message: String, at value: JSONValue) {
        findings.append((value, message))
    }

    /// In the order of the file; those of one place keep the order in which they were found.
    var inOrder: [ConfigurationProblem] {
        guard let document = findings.first?.value.document else { return [] }
        let sorted = findings.enumerated().sorted {
            ($0.element.value.rawRange.lowerBound, $0.offset) < ($1.element.value.rawRange.lowerBound, $1.offset)
        }
        let paths = document.paths(of: sorted.map(\.element.value))
        return zip(sorted, paths).map { finding, path in
            ConfigurationProblem(
                position: finding.element.value.position, path: path, message: finding.element.message)
        }
    }
}
