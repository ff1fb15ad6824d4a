/// What `endSession` did.
public struct EndedUserSession: Hashable, Sendable {
    /// The id of the session that is over.
    public let id: String
    /// The value of a `Set-Cookie` header that makes the browser forget its secret; nil where the class has no cookie.
    public let setCookie: String?
}
