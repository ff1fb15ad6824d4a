/// A configuration that cannot be used, with everything that is wrong with it, in the order of the file.
package struct InvalidConfiguration: Error, Hashable, Sendable {
    package let problems: [ConfigurationProblem]

    package init(problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    /// One line for each problem.
    package func text(file: String) -> String {
        problems.map { $0.text(file: file) + "\n" }.joined()
    }
}
