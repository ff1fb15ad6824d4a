import Testing
import VaultCore
import VaultTestSupport

/// Each kind of rule, and the ways in which others were taken in by claims.
@Suite struct `A rule of identities` {
    private static func mailRule(_ domains: Set<String> = ["example.com"]) throws -> IdentityRule {
        IdentityRule(providers: .all, .mail(domains: domains, try IdentitySample.template()))
    }

    private static func claimRule(_ value: String? = nil, _ template: String = "user:default/{value}") throws
        -> IdentityRule
    {
        IdentityRule(providers: .all, .claim("login", value: value, try IdentitySample.template(template)))
    }

    // MARK: e-mail

    @Test(arguments: [
        ("alice@example.com", "alice"), ("Alice.Smith@Example.COM", "alice.smith"), ("a-b_c.d@example.com", "a-b_c.d"),
        ("007@example.com", "007"),
    ])
    func `takes the local part of a verified address in small letters`(address: String, name: String) throws {
        let answer = try IdentitySample.answer([Self.mailRule()], IdentitySample.mail(address))
        #expect(answer == "user:default/\(name)")
    }

    @Test(arguments: [
        nil, IdentityClaims.Value.bool(false), .text("true"), .text("1"), .integer(1), .list(["true"]), .other,
    ])
    func `takes no address that is not verified by a JSON true`(verified: IdentityClaims.Value?) throws {
        let claims = IdentitySample.mail("alice@example.com", verified: verified)
        #expect(try IdentitySample.mismatch(Self.mailRule(), claims) == .mailNotVerified)
    }

    @Test(arguments: [
        "alice@example.com.evil.org", "alice@evil-example.com", "alice@evilexample.com", "alice@sub.example.com",
        "alice@example.co", "alice@xexample.com", "alice@com", "alice@example.com.",
        "alice@exаmple.com", "alice@ex%61mple.com", "alice@[192.0.2.1]", "alice@example",
    ])
    func `takes no domain but those that are listed to the letter`(address: String) throws {
        let found = try IdentitySample.mismatch(Self.mailRule(), IdentitySample.mail(address))
        #expect(found == .otherDomain || found == .mailNotPlain)
    }

    @Test(arguments: [
        "alice+admin@example.com", "\"alice\"@example.com", "alice@evil.org@example.com", "alice(x)@example.com",
        "@example.com", "alice@", "alice", ".alice@example.com", "alice.@example.com", "al..ice@example.com",
        "al ice@example.com", " alice@example.com", "alice@example.com\n", "alice\u{0}@example.com",
        "аlice@example.com", "álice@example.com", "ａlice@example.com", "\u{202E}alice@example.com",
        "alice%example.com@example.com", "alice!x@example.com", "<alice@example.com>", "Alice <alice@example.com>",
        "alice@example.com,bob@example.com", "default/alice@example.com", "user:alice@example.com",
        String(repeating: "a", count: 64) + "@example.com", String(repeating: "a", count: 300) + "@example.com",
    ])
    func `refuses an address that is not plain and guesses nothing`(address: String) throws {
        #expect(try IdentitySample.mismatch(Self.mailRule(), IdentitySample.mail(address)) == .mailNotPlain)
    }

    @Test func `an address that is no text is none`() throws {
        for value in [IdentityClaims.Value.list(["alice@example.com"]), .integer(7), .other, .bool(true)] {
            let claims = IdentitySample.claims(["email": value, "email_verified": .bool(true)])
            #expect(try IdentitySample.mismatch(Self.mailRule(), claims) == .claimIsNoText)
        }
        let none = IdentitySample.claims(["email_verified": .bool(true)])
        #expect(try IdentitySample.mismatch(Self.mailRule(), none) == .claimMissing)
    }

    // MARK: claims

    @Test func `takes a plain name from a claim and no other`() throws {
        for name in ["alice", "a.b-c_d", "42"] {
            let claims = IdentitySample.claims(["login": .text(name)])
            #expect(try IdentitySample.answer([Self.claimRule()], claims) == "user:default/\(name)")
        }
        let number = IdentitySample.claims(["login": .integer(42)])
        #expect(try IdentitySample.answer([Self.claimRule()], number) == "user:default/42")
        for name in [
            "Alice", "", "a/b", "a:b", "../x", "a b", "-a", "a-", "a--b", "ä", "a\u{301}", "a\n",
            String(repeating: "a", count: 64),
        ] {
            let claims = IdentitySample.claims(["login": .text(name)])
            #expect(try IdentitySample.mismatch(Self.claimRule(), claims) == .notPlain, "\(name)")
        }
        for value in [IdentityClaims.Value.bool(true), .list(["alice"]), .other] {
            let claims = IdentitySample.claims(["login": value])
            #expect(try IdentitySample.mismatch(Self.claimRule(), claims) == .claimIsNoText)
        }
        #expect(try IdentitySample.mismatch(Self.claimRule(), IdentitySample.claims([:])) == .claimMissing)
    }

    @Test func `compares a value byte by byte`() throws {
        let rule = try Self.claimRule("caf\u{E9}", "user:default/owner")
        let right = IdentitySample.claims(["login": .text("caf\u{E9}")])
        #expect(IdentitySample.answer([rule], right) == "user:default/owner")
        for other in ["cafe\u{301}", "Caf\u{E9}", "caf\u{E9} ", "caf"] {
            #expect(
                IdentitySample.mismatch(rule, IdentitySample.claims(["login": .text(other)])) == .otherValue)
        }
    }

    @Test func `a name of a claim is compared byte by byte too`() throws {
        let rule = IdentityRule(
            providers: .all, .claim("caf\u{E9}", value: nil, try IdentitySample.template()))
        #expect(
            IdentitySample.mismatch(rule, IdentitySample.claims(["cafe\u{301}": .text("alice")])) == .claimMissing)
    }

    // MARK: tables and guests

    @Test func `a table knows an account by its identifier, as text or number, to the letter`() throws {
        let alice = Fixtures.subject("user:default/alice")
        let rule = IdentityRule(
            providers: IdentitySample.only("acme"), .table(claim: "id", [Array("42".utf8): alice]))
        for value in [IdentityClaims.Value.text("42"), .integer(42)] {
            #expect(IdentitySample.answer([rule], IdentitySample.claims(["id": value])) == alice.text)
        }
        for text in ["042", "42 ", "4２", ""] {
            #expect(IdentitySample.mismatch(rule, IdentitySample.claims(["id": .text(text)])) == .notInTable)
        }
        #expect(
            IdentitySample.mismatch(rule, IdentitySample.claims(["id": .text("42")]), at: "other")
                == .otherProvider)
    }

    @Test func `a guest is whoever comes, after all others`() throws {
        let guest = IdentityRule(providers: .all, .guest(Fixtures.subject("user:default/guest")))
        let rules = [try Self.claimRule(), guest]
        #expect(IdentitySample.answer(rules, IdentitySample.claims(["login": .text("bob")])) == "user:default/bob")
        #expect(IdentitySample.answer(rules, IdentitySample.claims([:])) == "user:default/guest")
        #expect(guest.linking == .unremembered)
    }

    // MARK: all together

    @Test func `without an account nobody is anybody`() throws {
        let guest = IdentityRule(providers: .all, .guest(Fixtures.subject("user:default/guest")))
        for sub in [nil, "", String(repeating: "x", count: 256), "a\nb"] as [String?] {
            #expect(
                IdentitySample.answer([guest], IdentitySample.claims([:], sub: sub)) == "identity_no_account")
        }
        #expect(IdentitySample.answer([], IdentitySample.claims([:])) == "identity_no_rule")
    }

    @Test func `all groups that hold give their roles, each once`() throws {
        let rule = IdentityRule(
            providers: .all, .guest(Fixtures.subject()), roles: try IdentitySample.roles("user"))
        let groups = [
            IdentityGroup(
                providers: .all, claim: "groups", group: "ops", roles: try IdentitySample.roles("operator", "user")),
            IdentityGroup(
                providers: .all, claim: "groups", group: "dev", roles: try IdentitySample.roles("developer")),
            IdentityGroup(
                providers: IdentitySample.only("other"), claim: "groups", group: "ops",
                roles: try IdentitySample.roles("admin")),
            IdentityGroup(
                providers: .all, claim: "team", group: "ops", roles: try IdentitySample.roles("reader")),
        ]
        let rules = IdentityRules(rules: [rule], groups: groups)
        func roles(_ values: [String: IdentityClaims.Value]) throws -> [String] {
            let decision = rules.resolve(IdentitySample.claims(values), at: Fixtures.providerName())
            return try decision.result.get().roles.map(\.text)
        }
        #expect(try roles(["groups": .list(["ops", "x"]), "team": .text("ops")]) == ["operator", "reader", "user"])
        #expect(try roles(["groups": .text("dev")]) == ["developer", "user"])
        // Neither a part of a name, nor a list of which one cannot tell what is in it.
        #expect(try roles(["groups": .list(["ops2", "Ops", "op"])]) == ["user"])
        #expect(try roles(["groups": .other]) == ["user"])
    }

    @Test func `says of each rule why it passed the account by, and asks none behind the one that decided`() throws {
        let other = IdentityRule(providers: IdentitySample.only("other"), .guest(Fixtures.subject()))
        let rules = IdentityRules(rules: [other, try Self.mailRule(), try Self.claimRule(), try Self.claimRule()])
        let decision = rules.resolve(
            IdentitySample.claims(["login": .text("bob")]), at: Fixtures.providerName())
        #expect(
            decision.steps == [.passed(.otherProvider), .passed(.claimMissing), .decided, .notAsked])
        #expect(try decision.result.get().rule.text == "identity.rules[2]")
    }

    @Test(arguments: ["a{value}b{value}", "{value", "value}", "{name}", "", "{value}\n"])
    func `a template has one place for a name and is a subject`(text: String) {
        #expect(throws: InvalidValue.self) { _ = try SubjectTemplate(text) }
    }

    @Test func `a template leaves room for the longest name`() throws {
        let room = Limits.subjectBytes - PlainName.maximumBytes
        _ = try SubjectTemplate(String(repeating: "x", count: room) + "{value}")
        #expect(throws: InvalidValue.self) {
            _ = try SubjectTemplate(String(repeating: "x", count: room + 1) + "{value}")
        }
    }

    @Test func `roles are few, short and plain`() throws {
        for text in ["", "A", "-a", "a b", "ä", "a,b", String(repeating: "a", count: 65)] {
            #expect(throws: InvalidValue.self, "\(text)") { _ = try Role(text) }
        }
        let many = try (0..<33).map { try Role("r\($0)") }
        #expect(throws: InvalidValue.self) { _ = try Role.checked(many) }
        #expect(try Role.checked(many.dropLast() + many.dropLast()).count == 32)
    }
}
