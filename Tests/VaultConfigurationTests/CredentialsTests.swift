import Testing
import VaultConfiguration
import VaultCore

/// How a client proves who it is, as the file may say it and as it may not.
struct CredentialsTests {
    private static let base = "token_endpoint: 'https://x/t', client_id: 'c', rotation: 'none'"

    private static func text(_ members: String) -> String { Sample.text(provider: "\(base), \(members)") }

    @Test func `a client with a key needs no secret, and names key and audience`() throws {
        let settings = try load(
            Self.text(
                "client_authentication: 'private_key_jwt', private_key: {credential: 'k'}, key_id: 'k1', "
                    + "assertion_audience: 'https://x'")
        ).settings.providers[0]
        #expect(settings.authentication == .privateKeyJWT && settings.clientSecrets.isEmpty)
        #expect(settings.privateKey == .credential(name: "k"))
        #expect(settings.keyID == "k1" && settings.assertionAudience == .named("https://x"))
    }

    @Test func `a secret that signs is named as one that is sent, and its audience is the token endpoint`() throws {
        let members = "client_authentication: 'client_secret_jwt', client_secret: {file: '/s'}"
        let settings = try load(Self.text(members)).settings.providers[0]
        #expect(settings.authentication == .clientSecretJWT && settings.assertionAudience == .tokenEndpoint)
        let asked = try load(Self.text(members + ", assertion_audience: 'endpoint'")).settings.providers[0]
        #expect(asked.assertionAudience == .askedEndpoint)
        #expect(settings.clientSecrets == [.file(path: "/s")])
    }

    @Test func `several secrets keep their order, and a list of one is one`() throws {
        let several = "client_secret: [{file: '/new'}, {credential: 'old'}]"
        #expect(
            try load(Self.text(several)).settings.providers[0].clientSecrets
                == [.file(path: "/new"), .credential(name: "old")])
        let one = try load(Self.text("client_secret: [{file: '/s'}]")).settings
        #expect(try one == load(Self.text("client_secret: {file: '/s'}")).settings)
    }

    @Test(arguments: [
        (
            "client_authentication: 'private_key_jwt'",
            ["github: private_key is missing, add `private_key: {file: \"/path\"}`"]
        ),
        (
            "client_authentication: 'private_key_jwt', private_key: {file: '/k'}, client_secret: {file: '/s'}",
            [
                "github.client_secret: has no use with client_authentication: \"private_key_jwt\", leave one of them out"
            ]
        ),
        (
            "client_secret: {file: '/s'}, private_key: {file: '/k'}, key_id: 'k', assertion_audience: 'a'",
            [
                "github.private_key: has a meaning only with client_authentication: \"private_key_jwt\"",
                "github.key_id: has a meaning only with client_authentication: \"private_key_jwt\"",
                "github.assertion_audience: has a meaning only with client_authentication: \"client_secret_jwt\" or \"private_key_jwt\"",
            ]
        ),
        (
            "client_authentication: 'private_key_jwt', private_key: 'MC4C'",
            [
                "github.private_key: a secret must not stand in this file: put it into a file of mode 0400 and write `private_key: {file: \"/path\"}`"
            ]
        ),
        (
            "client_authentication: 'private_key_jwt', private_key: {file: '/k'}, revocation: 'github_token', "
                + "revocation_endpoint: 'https://x/r'",
            ["github.revocation: \"github_token\" needs a client_secret, for Basic authentication"]
        ),
        (
            "client_secret: [{file: '/a'}, {}, 'clear', {file: '/a'}]",
            [
                "github.client_secret[1]: must have exactly one of file, credential, environment, command",
                "github.client_secret[2]: a secret must not stand in this file: put it into a file of mode 0400 and write `client_secret: {file: \"/path\"}`",
                "github.client_secret[3]: stands here twice, leave one of them out",
            ]
        ),
        (
            "client_secret: [{file: '/a'}, {file: '/b'}, {file: '/c'}, {file: '/d'}, {file: '/e'}]",
            ["github.client_secret: must have 1 to 4 secrets, the one to use first of all"]
        ),
    ])
    func `what does not go together is told by its member`(members: String, messages: [String]) {
        #expect(problems(Self.text(members)) == messages.map { "providers.\($0)" })
    }
}
