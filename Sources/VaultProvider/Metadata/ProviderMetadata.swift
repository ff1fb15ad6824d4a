import VaultCore
import VaultFetchWire
import VaultJSON

/// The endpoints that an authorization server says it has (RFC 8414 §2, OIDC Discovery §3), checked.
struct ProviderMetadata: Hashable, Sendable {
    var tokenEndpoint: String
    var revocationEndpoint: String?

    /// - Parameter issuer: what the configuration says; the document must say the same, to the letter (RFC 8414 §3.3).
    init(_ body: WipedBytes, issuer: String) throws(MetadataError) {
        guard let members = JSONAnswer(body) else { throw .malformed }
        guard members.text("issuer") == issuer else { throw .otherIssuer }
        guard let token = try ProviderMetadata.endpoint("token_endpoint", members) else { throw .noTokenEndpoint }
        tokenEndpoint = token
        revocationEndpoint = try ProviderMetadata.endpoint("revocation_endpoint", members)
    }

    private static func endpoint(_ name: String, _ members: JSONAnswer) throws(MetadataError) -> String? {
        guard members.isPresent(name) else { return nil }
        guard let address = members.text(name), EndpointRule.allows(address),
            address.utf8.count <= FetchLimits.urlBytes
        else { throw .unsafeEndpoint }
        return address
    }
}
