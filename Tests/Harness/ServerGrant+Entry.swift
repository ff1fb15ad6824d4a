/// What a configuration says about a real server.
extension ServerGrant {
    /// How the server's entry is written; what is nil is as the server wants it.
    package struct Entry: Sendable {
        package var rotation = "revokes_family_on_reuse"
        package var narrowing = "lineage"
        /// nil: as discovery at the issuer says.
        package var tokenEndpoint: String?
        package var trustsCA = true
        /// Where false, the vault knows only what discovery says.
        package var namesRevocation = true
        /// Another client secret, named before the one of the grant.
        package var firstSecret: String?
        /// The `aud` of assertions, where it is not the usual one.
        package var audience: String?

        package init() {}

        func names(_ endpoint: String) -> String? { namesRevocation ? endpoint : nil }
    }

    /// One member of `providers`; its client secret goes into a file of `folder`.
    package func entry(named name: String, in folder: TemporaryFolder, _ entry: Entry = Entry()) throws -> String {
        var members = ["client_id: \"\(clientID)\"", "client_authentication: \"\(authentication)\""]
        members.append(entry.tokenEndpoint.map { "token_endpoint: \"\($0)\"" } ?? "issuer: \"\(issuer)\"")
        if let endpoint = entry.names(revocationEndpoint) { members.append("revocation_endpoint: \"\(endpoint)\"") }
        members += ["rotation: \"\(entry.rotation)\"", "narrowing: \"\(entry.narrowing)\"", "deadline: \"60s\""]
        if let clientSecret {
            try folder.write(clientSecret, to: "\(name).secret", mode: 0o400)
            var sources = ["{ file: \"\(folder.file("\(name).secret"))\" }"]
            if let first = entry.firstSecret {
                try folder.write(first, to: "\(name).first", mode: 0o400)
                sources.insert("{ file: \"\(folder.file("\(name).first"))\" }", at: 0)
            }
            members.append("client_secret: [\(sources.joined(separator: ", "))]")
        }
        if let privateKey, let keyID {
            try folder.write(privateKey, to: "\(name).pem", mode: 0o400)
            members += ["private_key: { file: \"\(folder.file("\(name).pem"))\" }", "key_id: \"\(keyID)\""]
        }
        if possessionKey != nil { members.append("dpop: true") }
        if let audience = entry.audience { members.append("assertion_audience: \"\(audience)\"") }
        if authentication == "client_secret_basic" { members.append("basic_is_raw: \(basicIsRaw)") }
        if entry.trustsCA, let caFile { members.append("ca_file: \"\(caFile)\"") }
        return "'\(name)': { \(members.joined(separator: ", ")) },"
    }
}
