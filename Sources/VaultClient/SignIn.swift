import VaultJSON

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
