import TestHarness
import Testing
import VaultClient
import VaultJSON

/// The Backstage-shaped example at a real provider: auth-backend, and a plugin in a process and with a user of its own.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BackstageTests {
    private static let refresh = "/api/auth/idp/refresh"
    private static let logout = "/api/auth/idp/logout"
    private static let builds = "/api/ci/builds"

    private func json(_ answer: Browser.Answer) throws -> JSONValue {
        try JSONDocument(parsing: Array(answer.body.utf8)).root
    }

    /// What the plugin answers to whoever comes to it directly.
    private func ask(_ world: ExampleWorld, _ delegation: String?) async throws -> Browser.Answer {
        try await Browser(at: try #require(world.plugin).port)
            .get("/builds", delegation.map { ["Authorization": "Bearer \($0)"] } ?? [:])
    }

    /// A delegation for the plugin that lives as long as the browser's session, if nobody ends it.
    private func delegation(for browser: Browser, _ world: ExampleWorld) async throws -> String {
        let handle = SecretText(try #require(await world.handle(of: browser)))
        let grant = try #require(try await world.client.session(handle).grants.first)
        var offer = DelegationOffer(of: .handle(grant), to: "ci", expiresInSeconds: 3600)
        offer.session = handle
        return try await world.client.createDelegation(offer).secret.unprotectedString()
    }

    @Test func `the frontend is told who is signed in, and neither it nor any log sees a token`() async throws {
        let world = try await ExampleWorld(example: .backstage)
        let browser = world.browser()
        #expect(try await browser.script("GET", Self.refresh).status == 401)
        let back = try await world.wayBack(of: browser)
        let answer = try await browser.get(back)
        #expect(answer.status == 302 && answer.location == "/")
        #expect(await world.handle(of: browser)?.hasPrefix("vse_") == true)

        let identity = try json(await browser.script("GET", Self.refresh))["backstageIdentity"]?["identity"]
        #expect(identity?["userEntityRef"]?.string == "user:default/alice")
        let owners = identity?["ownershipEntityRefs"]?.elements?.compactMap(\.string)
        #expect(owners == ["user:default/alice", "group:default/builders"])
        #expect(try await browser.script("GET", Self.builds).status == 200)

        let tokens = try await world.tokens()
        #expect(tokens.count >= 2)
        let shown = await browser.seen + world.backend.log + (world.plugin?.log ?? "")
        for token in tokens { #expect(!shown.contains(token)) }
        #expect(!shown.contains(/eyJ[\w-]+\.eyJ/) && !shown.contains("vdl_"))
    }

    @Test func `what other sites could make a browser send changes nothing and tells nothing`() async throws {
        let world = try await ExampleWorld(example: .backstage)
        let browser = try await world.signedIn()
        for path in [Self.refresh, Self.builds] { #expect(try await browser.get(path).status == 403) }
        for path in [Self.logout, Self.logout + "-everywhere"] { #expect(try await browser.post(path).status == 403) }
        #expect(try await browser.script("GET", Self.refresh).status == 200)
    }

    @Test func `a plugin acts for the user by a delegation, and gets nothing without`() async throws {
        let world = try await ExampleWorld(example: .backstage)
        #expect(try await world.browser().script("GET", Self.builds).status == 401)
        let browser = try await world.signedIn()
        let answer = try await browser.script("GET", Self.builds)
        #expect(answer.status == 200, "\(world.plugin?.log ?? "")")
        #expect(try json(answer)["sub"]?.string == "1")

        #expect(try await ask(world, nil).status == 401)
        #expect(try await ask(world, "vdl_forged").status == 401)
        let own = try await delegation(for: browser, world)
        #expect(try await ask(world, own).status == 200)
        // The plugin's own user has no other way to her token, and nobody else can use what was made for it.
        let replies = try await OtherUser.call(
            world.vault.workloadSocket,
            [("token.get", #"{"subject":"user:default/alice","provider":"idp"}"#), ("session.list", "{}")])
        #expect(replies[0]["error"]?["data"]?["type"]?.string == "not_found")
        #expect(replies[1]["error"]?["data"]?["type"]?.string == "permission_denied")
        await #expect(throws: VaultClientError.self) { try await world.client.token(delegation: SecretText(own)) }
    }

    @Test func `signing out ends the session, and with it what plugins were given`() async throws {
        let world = try await ExampleWorld(example: .backstage)
        let earlier = try await world.signedIn()
        let browser = try await world.signedIn()
        let given = try await delegation(for: browser, world)
        #expect(try await ask(world, given).status == 200)
        let answer = try await browser.script("POST", Self.logout)
        #expect(answer.values("Set-Cookie") == ["__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"])
        #expect(await world.handle(of: browser) == nil)
        #expect(try await ask(world, given).status == 401)
        // The other browser stays signed in; the grant was bound to the session that is over.
        #expect(try await earlier.script("GET", Self.refresh).status == 200)
        #expect(try await earlier.script("GET", Self.builds).status == 403)
        #expect(try await world.sessions().count == 1)
    }

    @Test func `signing out everywhere ends all browsers, all delegations and the tokens at the provider`() async throws
    {
        let world = try await ExampleWorld(example: .backstage)
        let (one, other) = (try await world.signedIn(), try await world.signedIn())
        let token = try await world.token(in: try #require(await world.handle(of: other)))
        let given = try await delegation(for: other, world)
        #expect(try await ask(world, given).status == 200)
        #expect(try await world.server.statusOfUse(of: token) == 200)

        #expect(try await one.script("POST", Self.logout + "-everywhere").status == 200)
        #expect(try await world.sessions().isEmpty)
        for browser in [one, other] { #expect(try await browser.script("GET", Self.refresh).status == 401) }
        #expect(try await other.script("GET", Self.builds).status == 401)
        #expect(try await ask(world, given).status == 401)
        try await world.until("the provider refuses the token") { try await world.server.statusOfUse(of: token) == 401 }
    }
}
