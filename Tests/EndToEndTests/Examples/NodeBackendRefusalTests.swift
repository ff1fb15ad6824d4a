import Foundation
import Glibc
import TestHarness
import Testing
import VaultClient

/// A sign-in that is not this browser's, or not this provider's, makes no session; a vault that is away is told of as such.
@Suite(.serialized, .timeLimit(.minutes(5))) struct NodeBackendRefusalTests {
    private func expectRefused(
        _ path: String, by browser: Browser, _ world: ExampleWorld, _ reason: String, status: Int = 400
    ) async throws {
        let answer = try await browser.get(path)
        try #require(answer.status == status)
        #expect(
            answer.values("Set-Cookie") == ["__Host-sign-in=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"])
        #expect(await world.handle(of: browser) == nil)
        #expect(try await world.sessions().isEmpty)
        // The line comes over a pipe, maybe after the answer.
        try await world.until("the log says \(reason)") { world.backend.log.hasSuffix("GET /callback: \(reason)\n") }
    }

    @Test func `a forged state is refused, and so is an answer that this browser did not ask for`() async throws {
        let world = try await ExampleWorld()
        let (victim, attacker) = (world.browser(), world.browser())
        let hers = try await world.wayBack(of: victim)
        let his = try await world.wayBack(of: attacker)
        let forged = hers.replacingOccurrences(of: "state=", with: "state=A")
        try await expectRefused(forged, by: victim, world, "state")
        // Signed in as the attacker without knowing it: his answer in her browser.
        try await victim.get("/sign-in")
        try await expectRefused(his, by: victim, world, "state")
        try await expectRefused(hers, by: world.browser(), world, "state")
        var cookie = try #require(await attacker.cookies["__Host-sign-in"])
        cookie = (cookie.hasPrefix("A") ? "B" : "A") + cookie.dropFirst()
        await attacker.keep("__Host-sign-in", cookie)
        try await expectRefused(his, by: attacker, world, "state")
    }

    @Test func `an identity token with another nonce is refused`() async throws {
        let world = try await ExampleWorld()
        let browser = world.browser()
        let back = try await world.wayBack(of: browser) { $0.replacingOccurrences(of: "nonce=", with: "nonce=A") }
        try await expectRefused(back, by: browser, world, "nonce")
    }

    @Test func `a code is refused that was made for another verifier, or used before`() async throws {
        let world = try await ExampleWorld()
        let browser = world.browser()
        let back = try await world.wayBack(of: browser) {
            $0.replacingOccurrences(of: "code_challenge=", with: "code_challenge=A")
        }
        try await expectRefused(back, by: browser, world, "code")
        let good = try await world.wayBack(of: browser)
        let attempt = try #require(await browser.cookies["__Host-sign-in"])
        #expect(try await browser.get(good).status == 303)
        try await browser.post("/sign-out")
        let again = world.browser(["__Host-sign-in": attempt])
        try await expectRefused(good, by: again, world, "code")
    }

    /// RFC 9207: the provider names itself in its answers and has promised to.
    @Test(arguments: ["iss=https%3A%2F%2Fevil.example", ""])
    func `an answer that names another issuer, or none where one is promised, is refused`(issuer: String) async throws {
        let world = try await ExampleWorld()
        let browser = world.browser()
        let back = try await world.wayBack(of: browser)
        #expect(back.contains("iss="))
        let parts = back.split(separator: "&").filter { !$0.hasPrefix("iss=") }.map(String.init)
        try await expectRefused((parts + [issuer]).joined(separator: "&"), by: browser, world, "issuer")
    }

    @Test func `an account that no rule is about may not come in`() async throws {
        let world = try await ExampleWorld([#""1": "user:default/alice""#: #""2": "user:default/alice""#])
        let browser = world.browser()
        let back = try await world.wayBack(of: browser)
        try await expectRefused(back, by: browser, world, "vault permission_denied", status: 403)
    }

    @Test
    func `a vault that gives no answer is waited for no longer than the deadline, and its late answers do no harm`()
        async throws
    {
        let world = try await ExampleWorld(deadline: 5)
        let browser = try await world.signedIn()
        world.vault.daemon?.send(signal: SIGSTOP)
        let start = ContinuousClock.now
        async let other = world.browser(await browser.cookies).get("/devices")
        let answer = try await browser.get("/")
        #expect(answer.status == 503 && answer.values("Set-Cookie").isEmpty)
        #expect(try await other.status == 503)
        #expect(start.duration(to: .now) >= .seconds(5))
        world.vault.daemon?.send(signal: SIGCONT)
        try await world.until("the vault answers again") { try await browser.get("/").status == 200 }
        #expect(try await browser.get("/").body.contains("Signed in as user:default/alice"))
        #expect(try await browser.get("/devices").body.contains("(here)"))
    }

    @Test func `while the vault is away users are asked to come again, and afterwards they are still signed in`()
        async throws
    {
        let world = try await ExampleWorld()
        let browser = try await world.signedIn()
        #expect(await world.vault.kill() == .signal(9))
        let answer = try await browser.get("/")
        #expect(answer.status == 503 && answer.values("Retry-After") == ["1"] && answer.values("Set-Cookie").isEmpty)
        try await world.vault.start()
        #expect(try await browser.get("/").body.contains("Signed in as user:default/alice"))
        #expect(try await browser.get("/profile").status == 200)
    }
}
