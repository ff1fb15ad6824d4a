import Foundation
import TestHarness
import Testing
import VaultClient

/// The worked example, driven as browsers drive it, at a real provider: what its README promises is so.
@Suite(.serialized, .timeLimit(.minutes(5))) struct NodeBackendTests {
    @Test func `a user signs in and is seen, and the browser gets an opaque cookie and never a token`() async throws {
        let world = try await ExampleWorld()
        let browser = world.browser()
        #expect(try await browser.get("/").body.contains("Nobody is signed in"))
        let back = try await world.wayBack(of: browser)
        let answer = try await browser.get(back)
        #expect(answer.status == 303 && answer.location == "/")
        let handle = try #require(await world.handle(of: browser))
        #expect(handle.hasPrefix("vse_") && handle.utf8.count == 76)
        #expect(
            answer.values("Set-Cookie") == [
                "__Host-id=\(handle); Path=/; Secure; HttpOnly; SameSite=Lax",
                "__Host-sign-in=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
            ])
        #expect(answer.values("Cache-Control") == ["no-store"])

        let home = try await browser.get("/")
        #expect(home.body.contains("Signed in as user:default/alice") && home.body.contains("member"))
        #expect(home.values("Cache-Control") == ["no-store"] && home.values("Set-Cookie").isEmpty)
        #expect(try await browser.get("/devices").body.contains("Swift &#60;Test&#62; Browser"))
        #expect(try await browser.get("/profile").body.contains(#"<dt>sub</dt><dd>&#34;1&#34;</dd>"#))

        let tokens = try await world.tokens()
        #expect(tokens.contains(try await world.token(in: handle)) && tokens.count >= 2)
        let shown = await browser.seen + world.backend.log
        for token in tokens { #expect(!shown.contains(token)) }
        #expect(!shown.contains(/eyJ[\w-]+\.eyJ/), "an identity token begins so")
        #expect(!world.backend.log.contains("vse_"))
    }

    @Test func `what a sign-in needs until it ends is in one sealed cookie for ten minutes`() async throws {
        let world = try await ExampleWorld()
        let browser = world.browser()
        let answer = try await browser.get("/sign-in")
        let line = try #require(answer.values("Set-Cookie").first)
        #expect(answer.status == 303 && answer.values("Set-Cookie").count == 1)
        #expect(
            line.hasPrefix("__Host-sign-in=") && line.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600")
        )
        let query = URLComponents(string: answer.location)?.queryItems ?? []
        let asked = Dictionary(query.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        #expect(asked["code_challenge_method"] == "S256" && asked["response_type"] == "code")
        for name in ["state", "nonce", "code_challenge"] { #expect(asked[name]?.utf8.count == 43, "\(name)") }
        #expect(!line.contains(asked["state"] ?? "state"))
        #expect(try await world.sessions().isEmpty)
    }

    @Test func `a used session gets a new handle, and the old one ends the session once the overlap is over`()
        async throws
    {
        let world = try await ExampleWorld([
            #"renew_after: "15m", overlap: "10s""#: #"renew_after: "1s", overlap: "1s""#
        ])
        let browser = try await world.signedIn()
        let first = try #require(await world.handle(of: browser))
        var renewed: Browser.Answer?
        try await world.until("the handle is renewed") {
            renewed = try await browser.get("/")
            return renewed?.values("Set-Cookie").isEmpty == false
        }
        let second = try #require(await world.handle(of: browser))
        #expect(second != first)
        #expect(renewed?.values("Set-Cookie") == ["__Host-id=\(second); Path=/; Secure; HttpOnly; SameSite=Lax"])
        #expect(renewed?.body.contains("Signed in as user:default/alice") == true)
        #expect(try await world.isAlive(second))
        // Whoever still has the old one is refused after the overlap, and as two have the session then, it ends for both.
        try await world.until("the overlap is over") { try await !world.isAlive(first) }
        let thief = world.browser([ExampleWorld.cookie: first])
        #expect(try await thief.get("/").body.contains("Nobody is signed in"))
        #expect(try await browser.get("/").body.contains("Nobody is signed in"))
        #expect(await world.handle(of: browser) == nil)
    }

    @Test func `signing out ends session, cookie and grant, and only from a page of our own`() async throws {
        let world = try await ExampleWorld()
        let browser = try await world.signedIn()
        let handle = try #require(await world.handle(of: browser))
        for site in [nil, "cross-site", "same-site", "none"] {
            for path in ["/sign-out", "/sign-out-everywhere"] {
                #expect(try await browser.post(path, from: site).status == 403, "\(site ?? "no header")")
            }
        }
        #expect(try await browser.get("/sign-out").status == 405)
        #expect(try await world.isAlive(handle))
        let token = try await world.token(in: handle)
        #expect(try await world.server.statusOfUse(of: token) == 200)

        let answer = try await browser.post("/sign-out")
        #expect(answer.status == 303)
        #expect(answer.values("Set-Cookie") == ["__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"])
        #expect(await world.handle(of: browser) == nil)
        #expect(try await !world.isAlive(handle))
        let again = try await world.browser([ExampleWorld.cookie: handle]).get("/")
        #expect(again.body.contains("Nobody is signed in"))
        #expect(again.values("Set-Cookie") == ["__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"])
        // The grant goes after it, as soon as the provider has answered: then no token of it is good.
        try await world.until("the provider refuses the token") { try await world.server.statusOfUse(of: token) == 401 }
    }

    @Test func `signing out everywhere ends the sessions of the user's other browsers`() async throws {
        let world = try await ExampleWorld()
        let (one, other) = (try await world.signedIn(), try await world.signedIn())
        #expect(try await one.get("/devices").body.components(separatedBy: "<li>").count == 3)
        #expect(try await other.get("/").body.contains("Signed in as user:default/alice"))
        let answer = try await one.post("/sign-out-everywhere")
        #expect(answer.values("Set-Cookie") == ["__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"])
        #expect(try await world.sessions().isEmpty)
        for browser in [one, other] { #expect(try await browser.get("/").body.contains("Nobody is signed in")) }
        #expect(await world.handle(of: other) == nil)
    }

    @Test func `signing in anew ends the session that the browser had`() async throws {
        let world = try await ExampleWorld()
        let browser = try await world.signedIn()
        let first = try #require(await world.handle(of: browser))
        #expect(try await browser.get(try await world.wayBack(of: browser)).status == 303)
        #expect(try await !world.isAlive(first))
        #expect(try await world.sessions().count == 1)
        #expect(try await browser.get("/profile").status == 200)
    }
}
