/// A session as whoever opened or renewed it gets it. Printing it shows everything but the secret.
public struct IssuedSession: Sendable, CustomStringConvertible {
    /// For the browser's cookie; the vault does not tell it again.
    public let secret: SecretText
    /// The value of a `Set-Cookie` header with it; nil where the class has no cookie.
    public let setCookie: SecretText?
    /// All that the vault tells about it.
    public let session: UserSession
    /// Ids of sessions that were ended because the user had too many.
    public let evicted: [String]

    /// The id, the user and the end; never the secret.
    public var description: String { "session \(session.id) of \(session.subject), until \(session.endsAt)" }
}
