import VaultJSON

/// What `createSession` stores: a user whose sign-in the caller has verified.
public struct NewUserSession: Sendable {
    /// Who signed in, such as `user:default/alice`.
    public var subject: String
    /// The class of the vault's configuration; nil: `browser`.
    public var kind: String?
    /// How the user signed in, where that is known.
    public var signIn = SignIn()
    /// The browser, for the user's own list of devices.
    public var userAgent: String?
    /// From where, for the same.
    public var address: String?
    /// What is known about the user: the text of a JSON object, up to 8 KiB.
    public var claims: String?
    /// Whatever the caller keeps there, up to 8 KiB.
    public var payload: SecretText?
    /// Handles of the user's grants that belong to the session.
    public var grants: [String] = []

    /// A session of this user, with nothing else in it.
    public init(subject: String) { self.subject = subject }

    func write(to writer: inout JSONWriter) {
        writer.member("subject", subject)
        if let kind { writer.member("class", kind) }
        signIn.write(to: &writer)
        if let userAgent { writer.member("user_agent", userAgent) }
        if let address { writer.member("address", address) }
        SessionChange.write(claims, payload, to: &writer)
        if !grants.isEmpty { writer.member("grants", grants) }
    }
}

/// How and when a user signed in (OpenID Connect Core §2); what is not known is absent.
public struct SignIn: Hashable, Sendable {
    /// The authentication context class.
    public var acr: String?
    /// The methods that were used (RFC 8176).
    public var amr: [String] = []
    /// When, in seconds since 1970.
    public var time: Int64?

    /// Nothing is known.
    public init() {}

    func write(to writer: inout JSONWriter) {
        if let acr { writer.member("acr", acr) }
        if !amr.isEmpty { writer.member("amr", amr) }
        if let time { writer.member("auth_time", time) }
    }
}

/// What `renewSession` changes beside the handle; nil leaves what is there.
public struct SessionChange: Sendable {
    /// A stronger or newer sign-in.
    public var signIn: SignIn?
    /// The text of a JSON object.
    public var claims: String?
    /// Whatever the caller keeps there.
    public var payload: SecretText?

    /// Nothing but the handle.
    public init() {}

    func write(to writer: inout JSONWriter) {
        signIn?.write(to: &writer)
        Self.write(claims, payload, to: &writer)
    }

    /// Claims that are not JSON are sent as a text, which the vault refuses by name.
    static func write(_ claims: String?, _ payload: SecretText?, to writer: inout JSONWriter) {
        if let claims {
            writer.name("claims")
            if (try? JSONDocument(parsing: Array(claims.utf8)))?.root.kind == .object {
                writer.raw(claims)
            } else {
                writer.string(claims)
            }
        }
        if let payload { writer.member("payload", secret: payload) }
    }
}
