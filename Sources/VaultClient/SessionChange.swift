import VaultJSON

/// What `renewSession` changes beside the handle; nil leaves what is there.
public struct SessionChange: Sendable {
    /// A stronger or newer sign-in.
    public var signIn: SignIn?
    /// All that the user may do from now on.
    public var roles: [String]?
    /// The text of a JSON object.
    public var claims: String?
    /// Whatever the caller keeps there.
    public var payload: SecretText?

    /// Nothing but the handle.
    public init() {}

    func write(to writer: inout JSONWriter) {
        signIn?.write(to: &writer)
        if let roles { writer.member("roles", roles) }
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
