import Testing
import VaultConfiguration
import VaultCore
import VaultJSON

/// What a configuration becomes, and each way in which it is refused.
struct ConfigurationReaderTests {
    @Test func `every member reaches the settings`() throws {
        let provider = """
            issuer: 'https://i.example/a', token_endpoint: 'http://127.0.0.1:80/t', revocation_endpoint: 'http://[::1]/r',
            client_id: 'c', client_authentication: 'client_secret_post', client_secret: {environment: 'A_1'},
            ca_file: '/ca', rotation: 'revokes_family_on_reuse', narrowing: 'per_token', default_expires_in: '2h',
            answer_form: 'form', deadline: '1500ms', extra_parameters: {resource: 'x y'},
            """
        let limits = """
            connections: 9, connections_per_client: 8, frame_bytes: 5000, in_flight_per_connection: 5,
            in_flight_per_client: 6, in_flight: 7, buffered_reply_bytes: 70000, slow_reader: '3s'
            """
        let settings = try load(
            Sample.text(
                sealKey: "{credential: 'seal'}", workload: "path: '/run/w/s', mode: '0666', group: 7",
                admin: "path: '/run/a/s', mode: '660'", provider: provider,
                clients:
                    "one: {match: [{gid: 5}], allow: [{methods: ['grant.list', 'token.get'], providers: ['github']}]}",
                root: """
                    tokens: {minimum_life: '2m', cached: 0}, limits: {\(limits)}, loops: 3, drain: '0s',
                    keys: {rotate_after_days: 90, hold_days: 0}, backup: {directory: '/var/backups'},
                    allow_unlocked_memory: true
                    """)
        ).settings
        var expected = VaultSettings(
            storePath: "/var/s", sealKey: .key(.credential(name: "seal")),
            workloadSocket: SocketSettings(path: "/run/w/s", mode: 0o666, group: 7),
            adminSocket: SocketSettings(path: "/run/a/s", mode: 0o660), auditPath: "/var/a", loops: 3,
            allowsUnlockedMemory: true, drainMilliseconds: 0)
        expected.providers = [
            ProviderSettings(
                name: try ProviderName("github"), issuer: "https://i.example/a", tokenEndpoint: "http://127.0.0.1:80/t",
                revocationEndpoint: "http://[::1]/r", clientID: "c", authentication: .clientSecretPost,
                clientSecrets: [.environment(variable: "A_1")], caFile: "/ca", rotation: .revokesFamilyOnReuse,
                narrowing: .perToken, defaultExpiresInSeconds: 7200, answerForm: .form, deadlineMilliseconds: 1500,
                extraParameters: ["resource": "x y"])
        ]
        expected.clients = [
            ClientSettings(
                name: try ClientName("one"), selectors: [PeerSelector(uid: nil, gid: 5)],
                rules: [ClientRule(methods: [.grantList, .tokenGet], providers: .only([try ProviderName("github")]))])
        ]
        expected.keys = KeySettings(rotateAfterDays: 90, holdDays: 0)
        expected.backupDirectory = "/var/backups"
        expected.tokens.minimumLifeSeconds = 120
        expected.tokens.cachedTokens = 0
        expected.limits.connections = 9
        expected.limits.connectionsPerClient = 8
        expected.limits.frameBytes = 5000
        expected.limits.inFlightPerConnection = 5
        expected.limits.inFlightPerClient = 6
        expected.limits.inFlight = 7
        expected.limits.bufferedReplyBytes = 70000
        expected.limits.slowReaderMilliseconds = 3000
        #expect(settings == expected)
    }

    @Test(arguments: [
        ("none", RotationRule.none), ("rotates", .rotates), ("old_stays_valid", .oldStaysValid),
        ("revokes_family_on_reuse", .revokesFamilyOnReuse),
    ])
    func `each rotation word is its rule`(_ word: String, _ rule: RotationRule) throws {
        let text = Sample.text(provider: Sample.provider(with: "rotation: '\(word)'"))
        #expect(try load(text).settings.providers.first?.rotation == rule)
    }

    @Test func `all problems are found at once, in the order of the file, each with its place`() {
        let text = """
            {
              seal_key: "c2VjcmV0",
              store: {path: "vault.db", pth: 1},
              sockets: {workload: {path: "/run/v/w.sock"}, admin: {path: "/run/v/a.sock", mode: "0606"}},
              loops: 0,
              providers: {
                GitHub: {
                  token_endpoint: "http://github.com/t",
                  client_secret: "ghs_abcdefgh",
                  client_id: "x",
                  rotation: "rotate",
                },
              },
              clients: {a: {match: [{}], allow: [{methods: ["token.gte"], providers: ["githb"]}]}},
              drain: "10",
              loops: 1,
              api_token: "ghp_123",
            }
            """
        do throws(InvalidConfiguration) {
            _ = try load(text)
            Issue.record("taken")
        } catch {
            let text = error.text(file: "v.json5")
            #expect(
                text == """
                    v.json5:1:1: audit is missing, add `audit: {…}`
                    v.json5:2:13: seal_key: a secret must not stand in this file: put it into a file of mode 0400 and write `seal_key: {file: "/path"}`
                    v.json5:3:17: store.path: must be an absolute path, starting with /
                    v.json5:3:29: store.pth: is not known here, did you mean `path`?
                    v.json5:4:62: sockets.admin.path: must be in another directory than the workload socket
                    v.json5:4:85: sockets.admin.mode: lets everyone on this machine connect to the admin socket, use "0660" at most
                    v.json5:5:10: loops: must be a whole number from 1 to 64
                    v.json5:7:5: providers.GitHub: the provider name must be 1 to 64 of a-z, 0-9, - and _, starting with a letter or digit
                    v.json5:8:23: providers.GitHub.token_endpoint: must begin with https://, http:// would send secrets in clear and is for loopback addresses only
                    v.json5:9:22: providers.GitHub.client_secret: a secret must not stand in this file: put it into a file of mode 0400 and write `client_secret: {file: "/path"}`
                    v.json5:11:17: providers.GitHub.rotation: must be one of "none", "rotates", "rotates_with_grace", "old_stays_valid", "revokes_family_on_reuse", did you mean "rotates"?
                    v.json5:14:25: clients.a.match[0]: matches nobody, name one of user, uid, group, gid, executable, executable_sha256, systemd_unit
                    v.json5:14:49: clients.a.allow[0].methods[0]: is no method, did you mean "token.get"?
                    v.json5:14:75: clients.a.allow[0].providers[0]: is no provider of this file, did you mean "GitHub"?
                    v.json5:15:10: drain: must be a duration in quotes, such as 500ms, 30s, 5m, 2h or 7d
                    v.json5:16:3: loops: stands twice, first in line 5: remove one
                    v.json5:17:3: api_token: is not known here, and a secret must not stand in this file: take it out

                    """)
            #expect(!text.contains("c2VjcmV0") && !text.contains("ghs_abc") && !text.contains("ghp_123"))
        }
    }

    @Test(arguments: [
        ("", "1:1", "cannot be read: the text ends too early"),
        ("{\n  a: 1\n  b", "3:3", "cannot be read: this character cannot stand here"),
        ("\u{FEFF}{}", "1:1", "cannot be read: the text starts with a byte order mark, save it as plain UTF-8"),
        (String(repeating: "[", count: 13), "1:13", "cannot be read: the text is nested deeper than allowed"),
    ])
    func `a text that is no JSON5 is one problem`(_ text: String, _ position: String, _ message: String) {
        do throws(InvalidConfiguration) {
            _ = try load(text)
            Issue.record("taken")
        } catch {
            #expect(error.problems.map(\.message) == [message])
            #expect(error.problems.map(\.position.description) == [position])
            #expect(error.text(file: "f") == "f:\(position): \(message)\n")
        }
    }

    @Test(arguments: ["[]", "null", "'text'", "1"])
    func `a file that is no object is one problem`(_ text: String) {
        #expect(problems(text) == [": must be an object in braces"])
    }

    @Test func `duplicates are found at every depth`() {
        let text = Sample.text(
            provider: Sample.provider + ", rotation: 'none'",
            clients: Sample.client("{uid: 1, uid: 2}"), root: "'\\u0073tore': 1")
        #expect(
            problems(text) == [
                "providers.github.rotation: stands twice, first in line 6: remove one",
                "clients.c.match[0].uid: stands twice, first in line 7: remove one",
                "store: stands twice, first in line 3: remove one",
            ])
        #expect(
            problems(Sample.text(root: "x: {y: [{z: 1, z: 2}]}")) == [
                "x: is not known here, one of seal_key, store, sockets, audit, metrics, keys, backup, providers, clients, tokens, grants, sessions, identity, limits, loops, drain, allow_unlocked_memory, development",
                "x.y[0].z: stands twice, first in line 8: remove one",
            ])
    }

    @Test func `the place of a member can be asked for later`() throws {
        let loaded = try load(Sample.text())
        #expect(loaded.position(of: "sockets.admin.path") == JSONPosition(line: 5, column: 57))
        #expect(loaded.position(of: "providers.github.ca_file").line == 6)
        #expect(loaded.position(of: "nothing") == JSONPosition(line: 1, column: 1))
    }

    @Test func `the place of a member of a list, and of a name that the file chose, can be asked for, too`() throws {
        let provider = Sample.provider + ",\n errors: {'in_valid':\n 'rate_limited'}"
        let loaded = try load(Sample.text(provider: provider, clients: Sample.client("{uid: 1},\n {gid:\n 2}")))
        #expect(loaded.position(of: "providers.github.errors.in_valid").line == 8)
        #expect(loaded.position(of: "clients.c.match[1]") == JSONPosition(line: 10, column: 2))
        #expect(loaded.position(of: "clients.c.match[1].gid").line == 11)
        #expect(loaded.position(of: "clients.c.match[7].uid").line == 9)
    }

    @Test func `lists that are written as in the rule before are read alike, and told of where they are wrong, too`()
        throws
    {
        let texts = ["a", "b"].map {
            "{methods: ['token.get', 'grant.list'], providers: ['github'], subjects: ['user:default/\($0)']}"
        }
        let loaded = try load(Sample.text(clients: Sample.client("{uid: 1}", texts.joined(separator: ", "))))
        let rules = try #require(loaded.settings.clients.first).rules
        #expect(rules.map(\.methods) == [[.tokenGet, .grantList], [.tokenGet, .grantList]])
        #expect(rules[0].providers == rules[1].providers)
        #expect(rules[0].subjects != rules[1].subjects)
        let wrong = "{methods: ['token.gte'], providers: ['gitlab']}"
        #expect(
            problems(Sample.text(clients: Sample.client("{uid: 1}", "\(wrong), \(wrong)"))).map {
                $0.prefix { $0 != ":" }
            } == [
                "clients.c.allow[0].methods[0]", "clients.c.allow[0].providers[0]", "clients.c.allow[1]",
                "clients.c.allow[1].methods[0]", "clients.c.allow[1].providers[0]",
            ])
    }

    @Test func `what is wrong with the last of a thousand rules is told with its path and line`() {
        let rules = (0..<1000).map { "{methods: ['token.get'], providers: '*', subjects: ['user:default/\($0)']}" }
        let broken = "{methods: ['token.get', 'token.gte'], providers: ['gitlab'], sope: []}"
        let text = Sample.text(
            clients: Sample.client("{uid: 1}", (rules + [broken, rules[7]]).joined(separator: ",\n")))
        do throws(InvalidConfiguration) {
            _ = try load(text)
            Issue.record("taken")
        } catch {
            #expect(
                error.problems.map { "\($0.position) \($0.path): \($0.message)" } == [
                    "1007:25 clients.c.allow[1000].methods[1]: is no method, did you mean \"token.get\"?",
                    "1007:51 clients.c.allow[1000].providers[0]: is no provider of this file, did you mean \"github\"?",
                    "1007:62 clients.c.allow[1000].sope: is not known here, did you mean `scopes`?",
                    "1008:1 clients.c.allow[1001]: never decides: clients.c.allow[7] comes first and is about all of it, swap or remove one",
                ])
        }
    }
}
