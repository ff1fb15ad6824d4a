/// A name and what it is for: a file or a variable that a program reads, as its manual lists them.
package struct ManualEntry: Sendable {
    package let name: String
    package let text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
