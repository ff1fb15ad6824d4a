/// What the configuration says about sessions.
package struct SessionSettings: Hashable, Sendable {
    package var classes: [SessionClass] = [.browser]
    /// Sessions kept in memory, at most.
    package var cached = 10_000
    /// Handles that lead nowhere, which one client may send in a minute before it is told to slow down.
    package var failuresPerMinute = 600

    package init() {}

    package func rules(of name: SessionClassName) -> SessionClass? { classes.first { $0.name == name } }
}
