import TestHarness
import Testing
import VaultClient

/// Real authorization servers, both for each test: what the vault promises must not hold at our own simulator only. One at a
/// time, for Glewlwyd on SQLite answers 500 to who signs in while it writes.
@Suite(.serialized) struct InteropTests {
    @Test(arguments: AuthorizationServer.Kind.allCases)
    func `each refresh rotates, and the access token works`(kind: AuthorizationServer.Kind) async throws {
        let server = try await InteropServers.server(kind)
        let grant = try await server.mint()
        let idp = try await InteropVault(holding: grant)
        let first = try await idp.token()
        #expect(first.generation == 2)
        #expect(try await idp.token().secret.unprotectedString() == first.secret.unprotectedString())
        let second = try await idp.client.replacement(for: first)
        #expect(second.generation == 3)
        #expect(second.secret.unprotectedString() != first.secret.unprotectedString())
        #expect(try await server.subject(of: second.secret.unprotectedString()) == grant.subject)
        #expect(second.scopes == grant.scopes.sorted())
        #expect(await idp.vault.stop() == .exit(0))
    }

    @Test(arguments: AuthorizationServer.Kind.allCases)
    func `the refresh token that was put is dead once it was used`(kind: AuthorizationServer.Kind) async throws {
        let server = try await InteropServers.server(kind)
        let grant = try await server.mint()
        let idp = try await InteropVault(holding: grant)
        #expect(try await idp.token().generation == 2)
        #expect(try await server.statusOfRefresh(with: grant.refreshToken) == 400)
        switch kind {
        case .glewlwyd:
            // It takes the reuse for a theft and ends the lineage (RFC 9700 §4.14), which the vault must notice.
            let refusal = await idp.refusal()
            #expect(refusal?.kind == .reauthRequired)
            #expect(refusal?.reason == "refresh_token_refused")
        case .djangoOAuthToolkit:
            #expect(try await idp.token(fresh: true).generation == 3)
        }
    }

    @Test(arguments: AuthorizationServer.Kind.allCases)
    func `asking for fewer scopes never narrows the lineage`(kind: AuthorizationServer.Kind) async throws {
        let server = try await InteropServers.server(kind)
        let grant = try await server.mint()
        let idp = try await InteropVault(holding: grant)
        let narrow = try await idp.token(scopes: ["openid"], fresh: true)
        #expect(narrow.scopes.contains("openid"))
        let full = try await idp.token(fresh: true)
        #expect(full.scopes == grant.scopes.sorted())
        #expect(full.generation == 3)
        #expect(try await server.subject(of: full.secret.unprotectedString()) == grant.subject)
    }

    @Test(arguments: AuthorizationServer.Kind.allCases)
    func `a revoked grant is dead here and at the server`(kind: AuthorizationServer.Kind) async throws {
        let server = try await InteropServers.server(kind)
        let grant = try await server.mint()
        let idp = try await InteropVault(holding: grant)
        #expect(try await idp.client.revokeGrant(idp.selection()).upstream == "revoked")
        #expect(await idp.refusal()?.kind == .notFound)
        #expect(try await server.statusOfRefresh(with: grant.refreshToken) == 400)
    }

    @Test func `a server that tells no revocation endpoint needs one in its entry`() async throws {
        let server = try await InteropServers.server(.djangoOAuthToolkit)
        var entry = ServerGrant.Entry()
        entry.namesRevocation = false
        let grant = try await server.mint()
        let idp = try await InteropVault(holding: grant, entry)
        #expect(try await idp.client.revokeGrant(idp.selection()).upstream == "not_supported")
        #expect(await idp.refusal()?.kind == .notFound)
        #expect(try await server.statusOfRefresh(with: grant.refreshToken) == 200)
    }

    @Test(arguments: AuthorizationServer.Kind.allCases)
    func `a grant that the server ended asks for the user, and a new one heals it`(
        kind: AuthorizationServer.Kind
    ) async throws {
        let server = try await InteropServers.server(kind)
        // A client of this test's own: ending reaches every grant of a client.
        let idp = try await InteropVault(holding: try await server.mint("--client", "post"))
        #expect(try await idp.token().generation == 2)
        #expect(try await server.killGrants(of: "post") >= 1)
        let refusal = await idp.refusal()
        #expect(refusal?.kind == .reauthRequired)
        #expect(refusal?.reason == "refresh_token_refused")
        #expect(
            try await idp.client.grant(idp.selection()).status == .reauthRequired(reason: "refresh_token_refused"))
        let again = try await server.mint("--client", "post")
        #expect(try await idp.put(again).status == .active)
        let healed = try await idp.token().secret.unprotectedString()
        #expect(try await server.subject(of: healed, "--client", "post") == again.subject)
    }

    @Test(arguments: AuthorizationServer.Kind.allCases, ["odd", "public"])
    func `a client with an odd secret, or with none, is understood`(
        kind: AuthorizationServer.Kind, client: String
    ) async throws {
        let server = try await InteropServers.server(kind)
        let idp = try await InteropVault(holding: try await server.mint("--client", client))
        #expect(try await idp.token().generation == 2)
    }

    @Test(arguments: ["secret_jwt", "private_key_jwt"])
    func `a client that asserts who it is refreshes, and revokes`(client: String) async throws {
        let server = try await InteropServers.server(.glewlwyd)
        let grant = try await server.mint("--client", client)
        var entry = ServerGrant.Entry()
        // It wants each endpoint's own address.
        entry.audience = "endpoint"
        let idp = try await InteropVault(holding: grant, entry)
        #expect(try await idp.token().generation == 2)
        let second = try await idp.token(fresh: true)
        #expect(second.generation == 3)
        #expect(
            try await server.subject(of: second.secret.unprotectedString(), "--client", client) == grant.subject)
        #expect(try await idp.client.revokeGrant(idp.selection()).upstream == "revoked")
        #expect(try await server.statusOfRefresh(with: grant.refreshToken, "--client", client) == 400)
    }

    @Test(arguments: ["public", "basic"])
    func `tokens that are bound to a key of the sign-in are refreshed, and good with proofs from the vault`(
        client: String
    ) async throws {
        let server = try await InteropServers.server(.glewlwyd)
        let grant = try await server.mint("--client", client, "--dpop")
        let idp = try await InteropVault(holding: grant)
        #expect(try await idp.token().generation == 2)
        let token = try await idp.client.token(
            for: idp.selection(), forceRefresh: true, proving: ProvedRequest("GET", grant.userinfoEndpoint))
        #expect(token.type == "DPoP")
        #expect(token.generation == 3)
        let secret = token.secret.unprotectedString()
        #expect(try await server.subject(of: secret, "--client", client) == nil)
        let proof = try #require(token.proof).unprotectedString()
        #expect(try await server.subject(of: secret, proof: proof, "--client", client) == grant.subject)
        #expect(try await server.subject(of: secret, proof: proof, "--client", client) == nil)
        // It lets no public client revoke.
        let receipt = try await idp.client.revokeGrant(idp.selection())
        #expect(receipt.upstream == (client == "public" ? "refused" : "revoked"))
    }

    /// It binds what was bound at the sign-in, with any client, and takes no proof with what was not.
    @Test func `tokens that are bound to another key are refused as a fault of the client, and the grant stays`()
        async throws
    {
        let server = try await InteropServers.server(.glewlwyd)
        var grant = try await server.mint("--client", "public", "--dpop")
        grant.possessionKey = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
        let idp = try await InteropVault(holding: grant)
        let refusal = await idp.refusal()
        #expect(refusal?.kind == .clientMisconfigured && refusal?.providerError == "invalid_dpop_proof")
        #expect(try await idp.client.grant(idp.selection()).status == .active)
    }

    /// It says 403 and nothing else to a wrong client.
    @Test func `an assertion of another key is refused, and the grant stays`() async throws {
        let server = try await InteropServers.server(.glewlwyd)
        var grant = try await server.mint("--client", "private_key_jwt")
        grant.privateKey = try await Program.run("/usr/bin/openssl", ["genpkey", "-algorithm", "ed25519"]).output
        let idp = try await InteropVault(holding: grant)
        #expect(await idp.refusal()?.reason == "bad_answer")
        #expect(try await idp.client.grant(idp.selection()).status == .active)
    }

    /// The wrong secret stands first; a live token that came with it would be spent, or the grant's client at fault.
    @Test func `of two secrets the one that the server accepts is found without the live token`() async throws {
        let server = try await InteropServers.server(.djangoOAuthToolkit)
        let grant = try await server.mint("--client", "post")
        var entry = ServerGrant.Entry()
        entry.firstSecret = "a-secret-that-never-was"
        let idp = try await InteropVault(holding: grant, entry)
        #expect(try await idp.token().generation == 2)
        #expect(try await idp.client.revokeGrant(idp.selection()).upstream == "revoked")
    }

    /// It looks at the refresh token before the client, so that a probe cannot tell secrets apart.
    @Test func `where secrets cannot be told apart none is guessed`() async throws {
        let server = try await InteropServers.server(.glewlwyd)
        let grant = try await server.mint("--client", "post")
        var entry = ServerGrant.Entry()
        entry.firstSecret = "a-secret-that-never-was"
        let idp = try await InteropVault(holding: grant, entry)
        #expect(await idp.refusal()?.kind == .clientMisconfigured)
        #expect(try await idp.client.grant(idp.selection()).status == .active)
        #expect(try await server.statusOfRefresh(with: grant.refreshToken, "--client", "post") == 200)
    }

    @Test func `of two secrets that sign Glewlwyd takes the right one`() async throws {
        let server = try await InteropServers.server(.glewlwyd)
        var entry = ServerGrant.Entry()
        entry.firstSecret = "a-secret-that-never-was-and-is-long-enough"
        let idp = try await InteropVault(holding: try await server.mint("--client", "secret_jwt"), entry)
        #expect(try await idp.token().generation == 2)
    }

    @Test func `a refresh token that the server keeps is kept`() async throws {
        let server = try await InteropServers.server(.glewlwyd)
        var entry = ServerGrant.Entry()
        entry.rotation = "none"
        let grant = try await server.mint("--issuer", "keep", "--client", "other")
        let idp = try await InteropVault(holding: grant, entry)
        let first = try await idp.token()
        let second = try await idp.token(fresh: true)
        #expect(first.generation == 1)
        #expect(second.generation == 1)
        #expect(first.secret.unprotectedString() != second.secret.unprotectedString())
        #expect(try await idp.client.revokeGrant(idp.selection()).upstream == "revoked")
        #expect(
            try await server.statusOfRefresh(with: grant.refreshToken, "--issuer", "keep", "--client", "other") == 400)
    }
}
