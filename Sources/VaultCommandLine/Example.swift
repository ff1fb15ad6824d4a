/// A line that can be typed as it stands, and what it is for.
package struct Example: Sendable {
    package let purpose: String
    package let line: String

    package init(_ purpose: String, _ line: String) {
        self.purpose = purpose
        self.line = line
    }
}
