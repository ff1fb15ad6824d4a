/// What the vault tells about a session; never its secret. Times are seconds since 1970.
public struct UserSession: Hashable, Sendable {
    /// The id: `vsi_…`. Not a secret.
    public let id: String
    /// Whose it is.
    public let subject: String
    /// The class of the vault's configuration.
    public let kind: String
    /// When it was made.
    public let createdAt: Int64
    /// When it was looked up last.
    public let lastSeenAt: Int64
    /// When it ends unless it is looked up before.
    public let endsAt: Int64
    /// When it ends in any case.
    public let expiresAt: Int64
    /// How the user signed in.
    public let signIn: SignIn
    /// The browser, as the caller told it.
    public let userAgent: String?
    /// From where, as the caller told it.
    public let address: String?
}

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

/// A session that a handle opened.
public struct OpenUserSession: Sendable {
    /// All that the vault tells about it.
    public let session: UserSession
    /// The text of a JSON object.
    public let claims: String?
    /// Whatever the caller kept there.
    public let payload: SecretText?
    /// Handles of grants that belong to it.
    public let grants: [String]
    /// Whether the handle should be replaced now: `renewSession`.
    public let isRenewalDue: Bool
}

/// One page of `listSessions`.
public struct UserSessionPage: Hashable, Sendable {
    /// In the vault's own order.
    public let sessions: [UserSession]
    /// Where the next page begins; nil when this was the last.
    public let nextCursor: String?
}

/// What `endSession` did.
public struct EndedUserSession: Hashable, Sendable {
    /// The id of the session that is over.
    public let id: String
    /// The value of a `Set-Cookie` header that makes the browser forget its secret; nil where the class has no cookie.
    public let setCookie: String?
}
