import Testing
import VaultCore

@testable import VaultConfiguration

/// Classes of sessions, and what is refused about them.
@Suite struct SessionConfigurationTests {
    private func settings(_ sessions: String) throws -> SessionSettings {
        try load(Sample.text(root: "sessions: \(sessions)")).settings.sessions
    }

    @Test func `without a word there is one class with safe defaults`() throws {
        #expect(try settings("{}") == SessionSettings())
        #expect(SessionSettings().classes == [.browser])
        #expect(try settings("{classes: {browser: {}}}").classes == [.browser])
    }

    /// OWASP Session Management, "Session Expiration": low risk 15 to 30 minutes, a working day 4 to 8 hours; NIST SP 800-63B AAL2 at
    /// most 30 minutes and 12 hours.
    @Test
    func `req 35 a class rests for 15 to 30 minutes and ends within 4 to 8 hours unless something else is written`()
        throws
    {
        for text in ["{}", "{classes: {browser: {}}}", "{classes: {cli: {has_cookie: false}, web: {}}}"] {
            let classes = try settings(text).classes
            #expect(!classes.isEmpty)
            for rules in classes {
                #expect((15 * 60...30 * 60).contains(rules.idleSeconds), "\(rules.name)")
                #expect((4 * 3600...8 * 3600).contains(rules.absoluteSeconds), "\(rules.name)")
                #expect(rules.renewAfterSeconds <= rules.idleSeconds, "\(rules.name)")
            }
        }
        let bank = try settings("{classes: {bank: {idle: '2m', absolute: '4h', renew_after: '1m'}}}").classes[0]
        #expect(bank.idleSeconds == 120 && bank.absoluteSeconds == 4 * 3600)
        let reasons = try Document.text()
        #expect(reasons.contains("30 minutes without activity for low risk (2 to 5 for high value)"))
    }

    @Test func `what is written is what holds`() throws {
        let found = try settings(
            """
            {cached: 5, failures_per_minute: 7, classes: {
              web: {idle: "5m", absolute: "1h", renew_after: "2m", overlap: "0s", per_subject: 1,
                cookie: {name: "s", same_site: "none", partitioned: true}},
              cli: {has_cookie: false}}}
            """)
        #expect(found.cached == 5 && found.failuresPerMinute == 7)
        let web = found.classes[0]
        #expect(web.idleSeconds == 300 && web.absoluteSeconds == 3600 && web.renewAfterSeconds == 120)
        #expect(web.overlapSeconds == 0 && web.perSubject == 1)
        #expect(web.cookie?.name == "s" && web.cookie?.sameSite == SessionCookie.SameSite.none)
        #expect(web.cookie?.isPartitioned == true)
        #expect(found.classes[1].cookie == nil && found.rules(of: found.classes[1].name) == found.classes[1])
    }

    @Test(arguments: [
        ("{classes: {b: {idle: \"2h\", absolute: \"1h\"}}}", "sessions.classes.b.idle: idle must not be longer"),
        ("{classes: {b: {cookie: {same_site: \"none\"}}}}", "sessions.classes.b.cookie.same_site: sends the cookie"),
        ("{classes: {b: {cookie: {name: \"__Host-x\"}}}}", "sessions.classes.b.cookie.name: must be the name"),
        ("{classes: {b: {cookie: {name: \"a b\"}}}}", "sessions.classes.b.cookie.name: must be the name"),
        ("{classes: {b: {has_cookie: false, cookie: {}}}}", "sessions.classes.b.cookie: has no effect"),
        ("{classes: {B: {}}}", "sessions.classes.B: the session class name"),
        ("{classes: {b: {domain: \"x\"}}}", "sessions.classes.b.domain: is not known here"),
        ("{classes: {b: {per_subject: 0}}}", "sessions.classes.b.per_subject: must be a whole number"),
    ])
    func `what is unsafe or useless is refused with its place`(text: String, problem: String) {
        let found = problems(Sample.text(root: "sessions: \(text)"))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem) == true, "\(found)")
    }
}
