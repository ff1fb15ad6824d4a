/// A short-lived token of one user at one provider, and what it is good for. Printing it shows everything but the token.
public struct AccessToken: Sendable, CustomStringConvertible {
    /// The token itself, to be sent as `Authorization: Bearer …`, or what else `type` says.
    public let secret: SecretText
    /// `Bearer`, or `DPoP`: good only with a proof for each request.
    public let type: String
    /// For the request that was named to the vault, to be sent once as its header `DPoP`; nil where none was, or none is needed.
    public let proof: SecretText?
    /// Handle of the grant that it was minted from.
    public let grant: String
    /// The grant's generation when it was minted.
    public let generation: Int64
    /// What it is good for, sorted.
    public let scopes: [String]
    /// When it dies, in seconds since 1970.
    public let expiresAt: Int64
    /// Seconds that it had left when the vault answered.
    public let expiresIn: Int64

    /// The grant, the scopes and the expiry; never the token.
    public var description: String {
        "access token of \(grant), generation \(generation), for \(scopes.joined(separator: " ")), until \(expiresAt)"
    }
}
