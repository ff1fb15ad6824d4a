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
