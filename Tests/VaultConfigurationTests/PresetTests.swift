import Testing
import VaultConfiguration
import VaultCore

/// A preset fills what the entry leaves out, and nothing that it says.
struct PresetTests {
    private static let client = "client_id: 'c', client_secret: {file: '/s'}"

    private static func settings(_ members: String) throws -> ProviderSettings {
        try #require(try load(Sample.text(provider: "\(members), \(client)")).settings.providers.first)
    }

    private static func found(_ members: String) -> [String] {
        problems(Sample.text(provider: "\(members), \(client)"))
    }

    /// What the configuration must add for this preset: its placeholders, or the addresses of a generic one.
    private static func needs(_ preset: ProviderPreset) -> String {
        let places = preset.placeholders.map { "\($0.name): '\($0.example)'" }.joined(separator: ", ")
        switch preset.name {
        case "generic-oidc": return "issuer: 'https://id.example'"
        case "generic-oauth2": return "token_endpoint: 'https://id.example/t'"
        default: return places.isEmpty ? "deadline: '10s'" : "placeholders: {\(places)}"
        }
    }

    @Test(arguments: ProviderPreset.all.map(\.name))
    func `each preset makes a sound provider with a client and its placeholders alone`(name: String) throws {
        let preset = try #require(ProviderPreset.named(name))
        let settings = try Self.settings("preset: '\(name)', \(Self.needs(preset))")
        #expect(settings.preset == name && settings.rotation == preset.rotation.value)
        #expect(settings.errors == preset.errorMap)
        for address in [settings.issuer, settings.tokenEndpoint, settings.revocationEndpoint] {
            #expect(address?.contains("{") != true)
        }
        #expect(settings.issuer != nil || settings.tokenEndpoint != nil)
    }

    @Test(arguments: ProviderPreset.all.map(\.name))
    func `every fact of a preset names its source`(name: String) throws {
        let preset = try #require(ProviderPreset.named(name))
        #expect(preset.facts.count > 3)
        for fact in preset.facts {
            let isNamed = ["https://", "RFC ", "OpenID "].contains(where: fact.source.hasPrefix)
            #expect(isNamed && fact.source.count > 6, "\(name).\(fact.member): \(fact.source)")
            #expect(
                !fact.text.isEmpty && !fact.text.contains("|") && !fact.source.contains(" |"), "\(name).\(fact.member)")
        }
    }

    @Test func `a placeholder stands where the template has it, or its usual value does`() throws {
        #expect(try Self.settings("preset: 'gitlab'").tokenEndpoint == "https://gitlab.com/oauth/token")
        let own = try Self.settings("preset: 'gitlab', placeholders: {domain: 'git.example.org:8443'}")
        #expect(own.tokenEndpoint == "https://git.example.org:8443/oauth/token")
        #expect(own.revocationEndpoint == "https://git.example.org:8443/oauth/revoke")
        #expect(
            try Self.settings("preset: 'github-app'").revocationEndpoint
                == "https://api.github.com/applications/c/token")
    }

    @Test func `any member says it otherwise`() throws {
        let settings = try Self.settings(
            """
            preset: 'slack', rotation: 'rotates_with_grace', rotation_grace: '5s', narrowing: 'per_token',
            default_expires_in: '1h', request_form: 'json', answer_form: 'form', tokens_in: 'inner', success_member: 'fine',
            scope_separator: 'space', errors: {token_expired: 'step_up_required', '42': 'rate_limited'},
            client_authentication: 'client_secret_basic', basic_is_raw: true, extra_parameters: {a: 'b'},
            revocation: 'rfc7009', revocation_endpoint: 'https://slack.com/r', token_endpoint: 'https://slack.com/t'
            """)
        #expect(settings.rotation == .rotatesWithGrace(seconds: 5) && settings.narrowing == .perToken)
        #expect(
            settings.defaultExpiresInSeconds == 3_600 && settings.requestForm == .json && settings.answerForm == .form)
        #expect(settings.tokensIn == "inner" && settings.successMember == "fine" && settings.scopeSeparator == .space)
        #expect(settings.errors.codes["token_expired"] == .stepUp && settings.errors.numbers[42] == .tooMany)
        #expect(settings.errors.codes["invalid_refresh_token"] == .refused)
        #expect(
            settings.authentication == .clientSecretBasic && settings.basicIsRaw
                && settings.extraParameters == ["a": "b"])
        #expect(settings.revocation == .rfc7009 && settings.revocationEndpoint == "https://slack.com/r")
        #expect(settings.tokenEndpoint == "https://slack.com/t")
        #expect(
            try Self.settings("preset: 'okta', placeholders: {domain: 'x'}, rotation_grace: '9s'").rotation
                == .rotatesWithGrace(seconds: 9))
    }

    @Test(arguments: [
        (
            "preset: 'entra'",
            "providers.github: the preset \"entra\" needs `placeholders: {tenant: \"11111111-2222-3333-4444-555555555555\"}`"
        ),
        (
            "preset: 'keycloak', placeholders: {domain: 'a.example'}",
            "providers.github.placeholders: the preset \"keycloak\" needs `placeholders: {realm: \"staff\"}`"
        ),
        (
            "preset: 'okta', placeholders: {domain: 'evil.example/x?'}",
            "providers.github.placeholders.domain: must be a text of letters, digits and - . _ : in quotes, such as \"example.okta.com\""
        ),
        (
            "preset: 'okta', placeholders: {domain: 'a', tenant: 'b'}",
            "providers.github.placeholders.tenant: is none of the preset \"okta\", which has domain"
        ),
        (
            "preset: 'okta', placeholders: {domain: 'a'}, issuer: 'https://a.example/oauth2/default'",
            "providers.github.placeholders.domain: has no effect, the addresses that it is for are written out here: leave it out"
        ),
        (
            "preset: 'okta', placeholders: {domain: 'a:b'}",
            "providers.github.placeholders: make an address that must name a host, and at most a port of 1 to 65535"
        ),
        (
            "placeholders: {a: 'b'}, token_endpoint: 'https://x/t', rotation: 'none'",
            "providers.github.placeholders: has a meaning only with a preset, write the addresses themselves"
        ),
        (
            "preset: 'github-app', issuer: 'https://git.example'",
            "providers.github.issuer: has no effect: the preset \"github-app\" names a token_endpoint, which goes before discovery; write that, or leave this out"
        ),
        (
            "preset: 'github-app', token_endpoint: 'https://git.example/login/oauth/access_token'",
            "providers.github.token_endpoint: is at another host than the preset's, which would still be sent tokens to revoke (https://api.github.com/applications/c/token): write revocation_endpoint, too, or revocation: \"none\""
        ),
        (
            "preset: 'slack', revocation_endpoint: 'https://slack.com/r'",
            "providers.github.revocation_endpoint: has no effect with revocation: \"none\", write revocation: \"rfc7009\", or leave it out"
        ),
        (
            "preset: 'slack', revocation: 'github_token'",
            "providers.github.revocation: \"github_token\" needs revocation_endpoint, the address that is asked to DELETE"
        ),
        (
            "preset: 'slack', rotation_grace: '5s'",
            "providers.github.rotation_grace: has a meaning only with rotation: \"rotates_with_grace\", which the preset is not"
        ),
        (
            "preset: 'slack', errors: {oops: 'dead'}",
            "providers.github.errors.oops: must be one of \"reauth_required\", \"step_up_required\", \"consent_required\", \"blocked_by_policy\", \"client_misconfigured\", \"scope_refused\", \"provider_unavailable\", \"rate_limited\""
        ),
        (
            "preset: 'slack', errors: {'Oops 1': 'reauth_required'}",
            "providers.github.errors.Oops 1: is no error code: those are of a-z and _, or numbers"
        ),
        ("preset: 'generic-oidc'", "providers.github: needs an issuer, for discovery, or a token_endpoint"),
    ])
    func `what a preset lacks or an override contradicts is told with its place`(members: String, problem: String) {
        #expect(Self.found(members) == [problem])
    }

    @Test func `a preset that is not known is answered with all that are`() throws {
        let all = Self.found("preset: 'githubb-app'")
        #expect(all.count == 1 && all[0].hasPrefix("providers.github.preset: must be one of \"google\", "))
        #expect(all[0].hasSuffix("\"generic-oauth2\", did you mean \"github-app\"?"))
    }

    @Test func `the effective entry tells which value is whose, and nothing of a secret`() throws {
        let loaded = try load(
            Sample.text(
                provider: """
                    preset: 'slack', client_id: 'c', client_secret: {command: ['/bin/show', 'canary']}, narrowing: 'per_token',
                    errors: {token_expired: 'rate_limited'}
                    """))
        let values = EffectiveProvider(try #require(loaded.settings.providers.first), of: loaded).values
        func value(_ member: String) throws -> EffectiveValue { try #require(values.first { $0.member == member }) }
        #expect(try value("narrowing").origin == .configuration && value("narrowing").text == "per_token")
        #expect(try value("rotation").origin == .preset && value("rotation").isVerified == true)
        #expect(try value("rotation").source == "https://docs.slack.dev/authentication/using-token-rotation")
        #expect(try value("revocation").isVerified == false && value("revocation").text == "none")
        #expect(try value("deadline").origin == .default && value("deadline").text == "10s")
        #expect(try value("client_secret").text == "command /bin/show")
        let errors = values.filter { $0.member == "errors" }
        #expect(errors.last?.origin == .configuration && errors.last?.text == "rate_limited: token_expired")
        #expect(errors.dropLast().allSatisfy { !$0.text.contains("token_expired") && $0.origin == .preset })
        #expect(!"\(values)".contains("canary"))
    }

    @Test func `every member of an entry is told where it has a value`() throws {
        let loaded = try load(Document.example())
        let told = Set(
            loaded.settings.providers.flatMap { EffectiveProvider($0, of: loaded).values.map(\.member) })
        let members = ObjectSpec.all.first { $0.shape == "provider" }?.members.map(\.name) ?? []
        // Placeholders are told where they stand: in the addresses.
        #expect(Set(members).subtracting(told) == ["placeholders"])
    }
}
