import VaultJSON

/// One line of `up.py`: the client that it is for, its endpoints, and the tokens of a fresh grant.
package struct ServerGrant: Sendable {
    package let issuer: String
    package let tokenEndpoint: String
    package let revocationEndpoint: String
    package let clientID: String
    /// nil for a public client.
    package let clientSecret: String?
    /// Of a client that signs with it: PEM, and its name.
    package var privateKey: String?
    package let keyID: String?
    package let authentication: String
    package let basicIsRaw: Bool
    package let refreshToken: String
    package let userinfoEndpoint: String
    /// The key that the sign-in was proved with, where it was.
    package var possessionKey: String?
    package let subject: String
    package let scopes: [String]
    /// The private CA; nil without TLS.
    package let caFile: String?
    /// Base URL of the same server behind each certificate; empty without TLS.
    package let tlsCases: [String: String]

    init(_ json: JSONValue) throws {
        guard let issuer = json["issuer"]?.string, let tokenEndpoint = json["token_endpoint"]?.string,
            let revocationEndpoint = json["revocation_endpoint"]?.string,
            let clientID = json["client_id"]?.string, let authentication = json["token_endpoint_auth_method"]?.string,
            let refreshToken = json["refresh_token"]?.string, let subject = json["sub"]?.string
        else { throw AuthorizationServer.Failed(description: "a member is missing in the server's line") }
        self.issuer = issuer
        self.tokenEndpoint = tokenEndpoint
        self.revocationEndpoint = revocationEndpoint
        self.clientID = clientID
        clientSecret = json["client_secret"]?.string
        privateKey = json["private_key"]?.string
        keyID = json["key_id"]?.string
        self.authentication = authentication
        basicIsRaw = json["basic_encoding"]?.string == "raw"
        self.refreshToken = refreshToken
        userinfoEndpoint = json["userinfo_endpoint"]?.string ?? ""
        possessionKey = json["dpop_key"]?.string
        self.subject = subject
        scopes = json["scopes"]?.elements?.compactMap(\.string) ?? []
        caFile = json["ca_file"]?.string
        var cases: [String: String] = [:]
        for member in json["tls_cases"]?.members.map({ Array($0) }) ?? [] {
            cases[member.name.string ?? ""] = member.value.string
        }
        tlsCases = cases
    }
}
