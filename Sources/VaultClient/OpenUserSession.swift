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
