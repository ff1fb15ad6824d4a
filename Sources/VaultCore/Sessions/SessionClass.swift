/// The rules of one class of sessions, such as `browser`: how long, how many, with which cookie.
package struct SessionClass: Hashable, Sendable {
    package var name: SessionClassName
    package var idleSeconds: Int64 = 30 * 60
    package var absoluteSeconds: Int64 = 8 * 3600
    /// After which age of a handle a look-up says that it is due for renewal.
    package var renewAfterSeconds: Int64 = 15 * 60
    /// How long a replaced handle is still good, for requests that were sent before the new cookie arrived.
    package var overlapSeconds: Int64 = 10
    /// Sessions of one subject in this class; one more ends the oldest (ASVS 5.0 7.1.2).
    package var perSubject = 10
    /// nil for a class whose handles are in no browser.
    package var cookie: SessionCookie? = SessionCookie()

    package init(name: SessionClassName) { self.name = name }

    /// Sign-in in a browser, where the configuration names no class.
    package static let browser: SessionClass = {
        // The literal keeps the rule of names, so this cannot fail.
        guard let name = try? SessionClassName("browser") else { preconditionFailure("a literal name is valid") }
        return SessionClass(name: name)
    }()
}

/// A class of sessions, by its name in the configuration.
package struct SessionClassName: Hashable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` unless the name is 1 to 64 of `a-z 0-9 - _`, starting with a letter or digit.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule.checkedName(text, of: "session class")
    }
}

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
