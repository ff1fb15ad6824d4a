import TestHarness
import Testing
import VaultClient

/// A real server behind TLS: a certificate of the private CA is taken where the entry names that CA, and nothing else is.
@Suite struct InteropTLSTests {
    /// What must not be trusted; `tls_cases` of `Tests/idp/README.md`.
    private static let refused = [
        "no-chain", "expired", "not-yet", "wrong-host", "wrong-use", "self-signed", "other-root", "old-tls", "plain",
    ]

    @Test(arguments: ["good", "good-by-name", "chain"])
    func `the private CA is trusted where the entry names it`(certificate: String) async throws {
        let server = try await InteropServers.behindTLS()
        let grant = try await server.mint()
        var entry = ServerGrant.Entry()
        if certificate != "good" { entry.tokenEndpoint = try endpoint(of: grant, behind: certificate) }
        let idp = try await InteropVault(holding: grant, entry)
        let token = try await idp.token()
        #expect(token.generation == 2)
        #expect(try await server.subject(of: token.secret.unprotectedString()) == grant.subject)
        guard certificate == "good" else { return }
        #expect(try await idp.client.revokeGrant(idp.selection()).upstream == "revoked")
    }

    /// One refresh token is held for every bad certificate: had any of them been sent it, it would be spent at the end.
    @Test func `nothing is sent to a server whose certificate is wrong`() async throws {
        let server = try await InteropServers.behindTLS()
        let grant = try await server.mint()
        let idp = try await InteropVault { secrets in
            var entries = [try grant.entry(named: "good", in: secrets)]
            for name in Self.refused {
                var entry = ServerGrant.Entry()
                entry.tokenEndpoint = try endpoint(of: grant, behind: name)
                entries.append(try grant.entry(named: name, in: secrets, entry))
            }
            var untrusting = ServerGrant.Entry()
            untrusting.trustsCA = false
            untrusting.tokenEndpoint = grant.tokenEndpoint
            entries.append(try grant.entry(named: "no-ca", in: secrets, untrusting))
            return entries
        }
        for name in Self.refused + ["no-ca"] {
            try await idp.put(grant, at: name)
            let refusal = await idp.refusal(at: name)
            #expect(refusal?.kind == .providerUnavailable, "\(name)")
            #expect(refusal?.reason == "unreachable", "\(name)")
            #expect(try await idp.client.grant(idp.selection(name)).status == .active, "\(name)")
        }
        try await idp.put(grant, at: "good")
        #expect(try await idp.token(at: "good").generation == 2)
    }

    private func endpoint(of grant: ServerGrant, behind certificate: String) throws -> String {
        let good = try #require(grant.tlsCases["good"])
        let base = try #require(grant.tlsCases[certificate])
        return base + grant.tokenEndpoint.dropFirst(good.count)
    }
}
