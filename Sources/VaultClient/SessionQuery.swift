import VaultJSON

/// Which session is meant.
public enum UserSessionSelection: Sendable {
    /// By its id, `vsi_…`.
    case id(String)
    /// By the secret of the cookie, `vse_…`.
    case secret(SecretText)

    func write(to writer: inout JSONWriter) {
        switch self {
        case .id(let id): writer.member("id", id)
        case .secret(let secret): writer.member("session", secret: secret)
        }
    }
}

/// Which sessions `endSessions` ends.
public struct SessionSelectionScope: Sendable {
    /// Of whom.
    public enum Owner: Hashable, Sendable {
        case subject(String)
        /// Of users with a session that a grant at this provider belongs to.
        case provider(String)
        /// All there are.
        case everyone
    }

    /// Of whom.
    public var owner: Owner
    /// The secret of the one that stays: the session that the user acts in.
    public var except: SecretText?

    /// All sessions of the owner.
    public init(of owner: Owner, except: SecretText? = nil) {
        self.owner = owner
        self.except = except
    }

    func write(to writer: inout JSONWriter) {
        switch owner {
        case .subject(let subject): writer.member("subject", subject)
        case .provider(let provider): writer.member("provider", provider)
        case .everyone: writer.member("everyone", true)
        }
        if let except { writer.member("except", secret: except) }
    }
}

/// What `listSessions` filters by, and where its page begins.
public struct SessionQuery: Hashable, Sendable {
    /// Only this one.
    public var id: String?
    /// Only this user's.
    public var subject: String?
    /// Only of this class.
    public var kind: String?
    /// Sessions on the page, 1 to 500; nil: the vault's default.
    public var limit: Int?
    /// `nextCursor` of the page before.
    public var cursor: String?

    /// All sessions that this client may see, from the first.
    public init() {}

    func write(to writer: inout JSONWriter) {
        if let id { writer.member("id", id) }
        if let subject { writer.member("subject", subject) }
        if let kind { writer.member("class", kind) }
        if let limit { writer.member("limit", limit) }
        if let cursor { writer.member("cursor", cursor) }
    }
}
