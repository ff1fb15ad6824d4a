import Testing
import VaultCore

@testable import VaultConfiguration

/// Rules of identities as they are written, and what is refused about them, each with its place.
@Suite struct IdentityConfigurationTests {
    private static let claim = "{by: 'claim', providers: '*', claim: 'login', subject: 'user:default/{value}'}"

    private static func text(_ rules: String, _ more: String = "", root: String = "") -> String {
        Sample.text(root: "identity: {rules: [\(rules)], \(more)}, \(root)")
    }

    @Test func `without a word nobody is anybody`() throws {
        let settings = try load(Sample.text()).settings
        #expect(settings.identity == .none && !settings.isDevelopment)
    }

    @Test func `what is written is what holds`() throws {
        let settings = try load(
            Self.text(
                """
                {by: 'table', providers: ['github'], claim: 'id', accounts: {'7': 'user:default/alice'}},
                {by: 'email_local_part', providers: ['github'], domains: ['example.com', 'example.org'],
                  subject: 'user:default/{value}', allow_second_account: true},
                {by: 'claim', providers: '*', claim: 'login', value: 'root', subject: 'user:default/owner', roles: ['admin']},
                \(Self.claim),
                {by: 'guest', providers: '*', subject: 'user:default/guest'}
                """,
                "groups: [{providers: '*', group: 'ops', roles: ['operator']}]", root: "development: true")
        ).settings
        #expect(settings.isDevelopment)
        let github = ProviderSelection.only([try ProviderName("github")])
        let template = try SubjectTemplate("user:default/{value}")
        let alice = try Subject("user:default/alice")
        let rules = [
            IdentityRule(providers: github, .table(claim: "id", [Array("7".utf8): alice])),
            IdentityRule(
                providers: github, .mail(domains: ["example.com", "example.org"], template), allowsSecondAccount: true),
            IdentityRule(
                providers: .all, .claim("login", value: "root", try SubjectTemplate("user:default/owner")),
                roles: [try Role("admin")]),
            IdentityRule(providers: .all, .claim("login", value: nil, template)),
            IdentityRule(providers: .all, .guest(try Subject("user:default/guest"))),
        ]
        let groups = [IdentityGroup(providers: .all, claim: "groups", group: "ops", roles: [try Role("operator")])]
        #expect(settings.identity == IdentityRules(rules: rules, groups: groups))
    }

    private static let needless =
        "{by: 'table', providers: ['github'], accounts: {a: 'b'}, domains: ['x.org'], subject: 's', value: 'v', allow_second_account: true}"

    @Test(arguments: [
        ("", "identity.rules: must be a non-empty array"),
        ("{providers: '*', subject: 's'}", "identity.rules[0]: by is missing"),
        ("{by: 'mail', providers: '*'}", "identity.rules[0].by: must be one of"),
        ("{by: 'claim', claim: 'a', subject: '{value}'}", "identity.rules[0]: providers is missing"),
        (
            "{by: 'claim', providers: ['gitlab'], claim: 'a', subject: '{value}'}",
            "identity.rules[0].providers[0]: is no"
        ),
        ("{by: 'claim', providers: '*', subject: '{value}'}", "identity.rules[0]: claim is missing"),
        ("{by: 'claim', providers: '*', claim: 'a'}", "identity.rules[0]: subject is missing"),
        (
            "{by: 'claim', providers: '*', claim: 'a', subject: 's'}",
            "identity.rules[0].subject: makes one user of everybody"
        ),
        (
            "{by: 'claim', providers: '*', claim: 'a', value: 'A B', subject: '{value}'}",
            "identity.rules[0].value: is no plain name"
        ),
        (
            "{by: 'claim', providers: '*', claim: 'a', subject: '{v}'}",
            "identity.rules[0].subject: the subject may have one"
        ),
        (
            "{by: 'email_local_part', providers: '*', domains: ['x.org'], subject: 's'}",
            "identity.rules[0].subject: makes one user of whole domains"
        ),
        ("{by: 'email_local_part', providers: '*', subject: '{value}'}", "identity.rules[0]: domains is missing"),
        (
            "{by: 'email_local_part', providers: '*', domains: ['X.org'], subject: '{value}'}",
            "identity.rules[0].domains[0]: must be a domain in small letters"
        ),
        (
            "{by: 'email_local_part', providers: '*', domains: ['*.x.org'], subject: '{value}'}",
            "identity.rules[0].domains[0]: must be a domain in small letters"
        ),
        (
            "{by: 'email_local_part', providers: '*', domains: ['@x.org'], subject: '{value}'}",
            "identity.rules[0].domains[0]: must be a domain in small letters"
        ),
        ("{by: 'table', providers: '*', accounts: {a: 'b'}}", "identity.rules[0].providers: must name one provider"),
        (
            "{by: 'table', providers: ['github'], accounts: {}}",
            "identity.rules[0].accounts: must be a non-empty object"
        ),
        ("{by: 'table', providers: ['github'], accounts: {a: 7}}", "identity.rules[0].accounts.a: must be a text"),
        (
            "{by: 'table', providers: ['github'], accounts: {a: ''}}",
            "identity.rules[0].accounts.a: the subject is empty"
        ),
        (
            "{by: 'table', providers: ['github'], accounts: {a: 'b', a: 'c'}}",
            "identity.rules[0].accounts.a: stands twice"
        ),
        (
            "{by: 'claim', providers: '*', claim: 'a', subject: '{value}', roles: ['A']}",
            "identity.rules[0].roles[0]: the role must be"
        ),
        ("{by: 'guest', providers: '*', subject: 's'}", "identity.rules[0].by: lets anybody in"),
    ])
    func `what is unsafe or useless is refused with its place`(rules: String, problem: String) {
        let found = problems(Self.text(rules))
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.hasPrefix(problem) == true, "\(found)")
    }

    @Test func `all problems are told at once`() {
        let found = problems(Self.text(Self.needless, "groups: [{providers: '*', roles: []}]"))
        let places = found.map { String($0.prefix { $0 != ":" }) }
        let members = ["domains", "subject", "value", "allow_second_account"]
        #expect(
            Set(places)
                == Set(
                    members.map { "identity.rules[0].\($0)" } + ["identity.groups[0]", "identity.groups[0].roles"]))
    }

    @Test(arguments: [
        "{by: 'guest', providers: '*', subject: 's'}, \(claim)",
        "\(claim), {by: 'guest', providers: '*', subject: 's'}, \(claim)",
        "{by: 'email_local_part', providers: '*', domains: ['a.org', 'b.org'], subject: '{value}'},"
            + "{by: 'email_local_part', providers: ['github'], domains: ['a.org'], subject: '{value}'}",
        "{by: 'claim', providers: '*', claim: 'a', value: 'b', subject: 's'}, {by: 'claim', providers: '*', claim: 'a', value: 'b', subject: 't'}",
    ])
    func `a rule that an earlier one hides is refused`(rules: String) {
        let found = problems(Self.text(rules, root: "development: true"))
        #expect(found.count == 1 && found[0].contains("never decides"), "\(found)")
    }

    @Test func `there are no more roles than a session can hold`() {
        let roles = (0..<33).map { "'r\($0)'" }
        let first =
            "{by: 'claim', providers: '*', claim: 'a', value: 'b', subject: 's', roles: [\(roles[..<20].joined(separator: ","))]}"
        let second =
            "{by: 'claim', providers: '*', claim: 'a', value: 'c', subject: 's', roles: [\(roles[20...].joined(separator: ","))]}"
        #expect(problems(Self.text("\(first), \(second)")).first?.hasPrefix("identity: names more than 32") == true)
    }

    @Test func `a rule of the policy may ask for a role where it gives out tokens`() throws {
        let allow = "{methods: ['token.get'], providers: '*', require_role: ['operator', 'admin']}"
        let settings = try load(Sample.text(clients: Sample.client("{uid: 1}", allow))).settings
        #expect(settings.clients[0].rules[0].terms.requiredRoles == [[try Role("operator"), try Role("admin")]])
        let idle = "{methods: ['grant.list'], providers: '*', require_role: ['operator']}"
        let found = problems(Sample.text(clients: Sample.client("{uid: 1}", idle)))
        #expect(found.count == 1 && found[0].hasPrefix("clients.c.allow[0].require_role: has no effect"), "\(found)")
        let empty = "{methods: ['token.get'], providers: '*', require_role: []}"
        #expect(problems(Sample.text(clients: Sample.client("{uid: 1}", empty))).count == 1)
    }
}
