import VaultJSON

/// What `listGrants` filters by, and where its page begins.
public struct GrantQuery: Hashable, Sendable {
    /// Only this user's.
    public var subject: String?
    /// Only at this provider.
    public var provider: String?
    /// Only those that can mint (true), or only those that need the user (false).
    public var isActive: Bool?
    /// Only those with a label of this name and value.
    public var label: (name: String, value: String)? {
        get { labelName.map { ($0, labelValue) } }
        set { (labelName, labelValue) = (newValue?.name, newValue?.value ?? "") }
    }
    /// Only those whose refresh token dies within so many seconds, as far as that is known; the first to die comes first.
    public var expiringWithinSeconds: Int64?
    /// Grants on the page, 1 to 500; nil: the vault's default.
    public var limit: Int?
    /// `nextCursor` of the page before.
    public var cursor: String?

    private var labelName: String?
    private var labelValue = ""

    /// All grants that this client may see, from the first.
    public init() {}

    func write(to writer: inout JSONWriter) {
        if let subject { writer.member("subject", subject) }
        if let provider { writer.member("provider", provider) }
        if let isActive { writer.member("status", isActive ? "active" : "reauth_required") }
        if let label {
            writer.member(
                "label",
                object: { writer in
                    writer.member("name", label.name)
                    writer.member("value", label.value)
                })
        }
        if let expiringWithinSeconds { writer.member("expiring_within_seconds", expiringWithinSeconds) }
        if let limit { writer.member("limit", limit) }
        if let cursor { writer.member("cursor", cursor) }
    }
}
