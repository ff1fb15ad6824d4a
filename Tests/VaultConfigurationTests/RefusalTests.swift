import Testing
import VaultConfiguration

/// One wrong member, one sentence that says what to do.
struct RefusalTests {
    @Test func `the sample itself is sound`() {
        #expect(problems(Sample.text()).isEmpty)
        #expect(problems(Sample.text(clients: Sample.client())).isEmpty)
    }

    @Test(arguments: [
        (
            "token_endpoint: 'http://x/t'",
            "must begin with https://, http:// would send secrets in clear and is for loopback addresses only"
        ),
        ("token_endpoint: 'ftp://x/t'", "must begin with https://"),
        ("token_endpoint: 'x.example/t'", "must begin with https://"),
        ("token_endpoint: 1", "must be a text in quotes"), ("token_endpoint: null", "must be a text in quotes"),
        ("token_endpoint: 'https:///t'", "must name a host, and at most a port of 1 to 65535"),
        ("token_endpoint: 'https://x:0/'", "must name a host, and at most a port of 1 to 65535"),
        ("token_endpoint: 'https://u:p@x/'", "must hold no user name or password, use client_id and client_secret"),
        ("token_endpoint: 'https://x/#f'", "must have no fragment, leave out what follows the #"),
        ("token_endpoint: 'https://x/a b'", "holds a character that must be percent-encoded in a URL"),
        ("issuer: 'https://x/?a'", "must have no query, an issuer is compared to the letter"),
        ("client_id: ''", "must not be empty"), ("client_id: 'a\\nb'", "must not hold control characters"),
        (
            "client_authentication: 'basic'",
            "must be one of \"client_secret_basic\", \"client_secret_post\", \"client_secret_jwt\", \"private_key_jwt\", \"none\""
        ),
        (
            "client_authentication: 'client_secret_pots'",
            "must be one of \"client_secret_basic\", \"client_secret_post\", \"client_secret_jwt\", \"private_key_jwt\", \"none\", did you mean \"client_secret_post\"?"
        ),
        ("basic_is_raw: 'true'", "must be true or false, without quotes"),
        ("dpop: 1", "must be true or false, without quotes"),
        ("ca_file: 'ca.pem'", "must be an absolute path, starting with /"),
        ("ca_file: '/a/../b'", "must be a plain path, without empty, . and .. parts"),
        ("ca_file: '/a//b'", "must be a plain path, without empty, . and .. parts"),
        ("ca_file: '/a/'", "must name a file, not a directory: leave out the / at the end"),
        ("rotation: 'rotates_with_grace'", "needs rotation_grace, how long the old token stays good"),
        ("rotation_grace: '5s'", "has a meaning only with rotation: \"rotates_with_grace\""),
        ("narrowing: true", "must be one of \"per_token\", \"lineage\""),
        ("default_expires_in: 300", "must be a duration in quotes, such as 500ms, 30s, 5m, 2h or 7d"),
        ("default_expires_in: '1500ms'", "must be a multiple of 1s"),
        ("default_expires_in: '8d'", "must be from 1s to 7d"),
        ("deadline: '3m'", "must be from 100ms to 2m"), ("deadline: '99ms'", "must be from 100ms to 2m"),
        ("answer_form: 'xml'", "must be one of \"json\", \"form\""),
        ("extra_parameters: []", "must be an object of texts"),
        (
            "client_secret: 's3cr3t'",
            "a secret must not stand in this file: put it into a file of mode 0400 and write `client_secret: {file: \"/path\"}`"
        ),
        ("client_secret: {}", "must have exactly one of file, credential, environment, command"),
        (
            "client_secret: {file: '/a', credential: 'b'}",
            "must have exactly one of file, credential, environment, command"
        ),
        ("client_secret: 1", "must be an object in braces"),
        ("client_secret: []", "must have 1 to 4 secrets, the one to use first of all"),
    ])
    func `a provider's member`(_ member: String, _ message: String) {
        let path = "providers.github." + member.prefix { $0 != ":" }
        #expect(problems(Sample.text(provider: Sample.provider(with: member))) == ["\(path): \(message)"])
    }

    @Test(arguments: [
        ("{value: 'x'}", ".value: is not known here, one of file, credential, environment, command, passphrase"),
        ("{file: 'x'}", ".file: must be an absolute path, starting with /"),
        ("{file: 5}", ".file: must be a text in quotes"),
        ("{credential: '../x'}", ".credential: must be the name of a credential, not a path"),
        ("{environment: 'A-B'}", ".environment: must be the name of a variable: letters, digits and _"),
        ("{environment: '1A'}", ".environment: must be the name of a variable: letters, digits and _"),
        (
            "{command: 'pass show x'}",
            ".command: must be a non-empty array of texts, the program and its arguments, such as [\"/usr/bin/pass\", \"show\", \"vault\"]"
        ),
        (
            "{command: []}",
            ".command: must be a non-empty array of texts, the program and its arguments, such as [\"/usr/bin/pass\", \"show\", \"vault\"]"
        ),
        ("{command: ['pass']}", ".command[0]: must be an absolute path, starting with /"),
        ("{command: ['/p', 1]}", ".command[1]: must be a text in quotes"),
        ("{command: ['/p', 'a\\u0000']}", ".command: must not hold NUL characters"),
        ("{passphrase: false}", ".passphrase: must be true, or an object such as {operations: 3, memory_mib: 256}"),
        (
            "{passphrase: 'hunter2'}",
            ".passphrase: must not stand in this file: write `passphrase: true`, and give it to `vaultctl unseal` when asked"
        ),
        ("{passphrase: {memory_mib: 0}}", ".passphrase.memory_mib: must be a whole number from 1 to 4096"),
        ("{passphrase: {operations: 65}}", ".passphrase.operations: must be a whole number from 1 to 64"),
        (
            "{passphrase: true, file: '/k'}",
            ": must have exactly one of file, credential, environment, command, passphrase"
        ),
        ("{secret: 'x'}", ".secret: is not known here, and a secret must not stand in this file: take it out"),
    ])
    func `a source of a secret`(_ source: String, _ message: String) {
        #expect(problems(Sample.text(sealKey: source)).contains("seal_key\(message)"))
    }

    @Test(arguments: [
        "client-secret", "refresh_token", "Password", "api_key", "private_key_pem", "accessToken", "passphrase",
        "db_credential",
    ])
    func `a member that is named like a secret is refused everywhere`(_ name: String) {
        let clear = "is not known here, and a secret must not stand in this file: take it out"
        #expect(problems(Sample.text(root: "'\(name)': 'x'")) == ["\(name): \(clear)"])
        #expect(
            problems(Sample.text(provider: Sample.provider + ", '\(name)': 'x'")) == [
                "providers.github.\(name): \(clear)"
            ])
        let extra = problems(Sample.text(provider: Sample.provider(with: "extra_parameters: {'\(name)': 'x'}")))
        #expect(
            extra.count == 1 && extra[0].hasPrefix("providers.github.extra_parameters.\(name): a secret must not stand")
        )
    }

    @Test(arguments: [
        (
            "client_authentication: 'none'",
            "providers.github.client_secret: has no use with client_authentication: \"none\", leave one of them out"
        ),
        (
            "extra_parameters: {grant_type: 'x'}",
            "providers.github.extra_parameters.grant_type: is set by the vault itself, leave it out"
        ),
        ("extra_parameters: {a: 1}", "providers.github.extra_parameters.a: must be a text in quotes"),
        ("extra_parameters: {'': 'a'}", "providers.github.extra_parameters.: needs a name"),
        (
            "basic_is_raw: true, client_authentication: 'client_secret_post'",
            "providers.github.basic_is_raw: has a meaning only with client_authentication: \"client_secret_basic\""
        ),
        (
            "token_endpont: 'https://x'",
            "providers.github.token_endpont: is not known here, did you mean `token_endpoint`?"
        ),
    ])
    func `members that do not go together`(_ members: String, _ message: String) {
        #expect(problems(Sample.text(provider: Sample.provider(with: members))) == [message])
    }

    @Test func `what a provider cannot do without`() {
        #expect(
            problems(Sample.text(provider: "")) == [
                "providers.github: client_id is missing, add `client_id: \"…\"`",
                "providers.github: rotation is missing, add `rotation: \"none\" or \"rotates\" or \"rotates_with_grace\" or \"old_stays_valid\" or \"revokes_family_on_reuse\"`",
                "providers.github: needs an issuer, for discovery, or a token_endpoint",
                "providers.github: client_secret is missing, add `client_secret: {file: \"/path\"}`, or client_authentication: \"none\"",
            ])
        #expect(
            problems(
                Sample.text(
                    provider: "issuer: 'https://x', client_id: 'c', client_authentication: 'none', rotation: 'none'")
            )
            .isEmpty)
    }

    @Test(arguments: [
        (
            "{methods: [], providers: '*'}",
            "allow[0].methods: must be a non-empty array of method names, such as [\"token.get\"]"
        ),
        (
            "{methods: ['token.*'], providers: '*'}",
            "allow[0].methods[0]: is no method, see Docs/protocol.md for the list"
        ),
        (
            "{methods: ['explode'], providers: '*'}",
            "allow[0].methods[0]: is no method, see Docs/protocol.md for the list"
        ),
        ("{methods: ['token.get', 'token.get'], providers: '*'}", "allow[0].methods[1]: stands twice, remove one"),
        ("{methods: ['token.get']}", "allow[0]: providers is missing, add `providers: […]`"),
        (
            "{methods: ['token.get'], providers: 'github'}",
            "allow[0].providers: must be a non-empty array of provider names, or \"*\" for all"
        ),
        (
            "{methods: ['token.get'], providers: ['gitlab-of-us']}",
            "allow[0].providers[0]: is no provider of this file, add it below providers"
        ),
        ("", "allow: must be a non-empty array of objects, such as [{methods: …}]"),
        (
            "{methods: ['token.get'], providers: '*', subjects: 'user:default/a'}",
            "allow[0].subjects: must be a non-empty array of subjects, such as [\"user:default/*\"], or \"*\" for all"
        ),
        (
            "{methods: ['token.get'], providers: '*', subjects: ['user:*/a']}",
            "allow[0].subjects[0]: the subject may have a * only at its end"
        ),
        ("{methods: ['token.get'], providers: '*', subjects: ['*']}", "allow[0].subjects[0]: the subject is empty"),
        (
            "{methods: ['token.get'], providers: '*', scopes: []}",
            "allow[0].scopes: must be a non-empty array of scopes, such as [\"repo\"]; leave it out for all that the grant has"
        ),
        (
            "{methods: ['token.get'], providers: '*', scopes: ['a b']}",
            "allow[0].scopes: the scope holds a character outside of RFC 6749 section 3.3, or is empty or too long"
        ),
        (
            "{methods: ['token.get'], providers: '*', max_token_life: '1ms'}",
            "allow[0].max_token_life: must be from 1s to 365d"
        ),
        (
            "{methods: ['token.get'], providers: '*', require_acr: []}",
            "allow[0].require_acr: must be a non-empty array of texts, such as [\"phrh\"]"
        ),
        (
            "{methods: ['token.get'], providers: '*', require_acr: ['two words']}",
            "allow[0].require_acr[0]: the acr holds a space, which no provider could be asked for"
        ),
        (
            "{methods: ['token.get'], providers: '*', require_amr: ['otp', 'otp']}",
            "allow[0].require_amr[1]: stands twice, remove one"
        ),
        (
            "{methods: ['token.get'], providers: '*', require_amr: ['']}",
            "allow[0].require_amr[0]: the amr is empty"
        ),
        (
            "{methods: ['token.get'], providers: '*', max_auth_age: '366d'}",
            "allow[0].max_auth_age: must be from 1s to 365d"
        ),
        (
            "{methods: ['grant.lookup'], providers: '*', max_auth_age: '1h'}",
            "allow[0].max_auth_age: has no effect here: no method of the rule gives out tokens, take it out"
        ),
        (
            "{methods: ['token.get', 'grant.list'], providers: '*'}, {methods: ['token.get'], providers: '*', subjects: ['user:a/*']}",
            "allow[1]: never decides: clients.c.allow[0] comes first and is about all of it, swap or remove one"
        ),
        (
            "{methods: ['token.get'], providers: '*', subjects: ['user:*']}, {methods: ['token.get'], providers: '*', subjects: ['user:a/b', 'user:c*']}",
            "allow[1]: never decides: clients.c.allow[0] comes first and is about all of it, swap or remove one"
        ),
    ])
    func `what a client may do`(_ rule: String, _ message: String) {
        #expect(problems(Sample.text(clients: Sample.client("{uid: 1}", rule))) == ["clients.c.\(message)"])
    }

    @Test(arguments: [
        ("{calls_per_second: 0}", "limits.calls_per_second: must be a whole number from 1 to 1000000"),
        ("{burst: 5}", "limits.burst: has no effect without calls_per_second, add it"),
        ("7", "limits: must be an object in braces"),
    ])
    func `what a client may use up`(_ limits: String, _ message: String) {
        let client = "c: {match: [{uid: 1}], allow: [{methods: ['token.get'], providers: '*'}], limits: \(limits)}"
        #expect(problems(Sample.text(clients: client)) == ["clients.c.\(message)"])
    }

    @Test func `a narrow rule may come before a wide one`() {
        let rules =
            "{methods: ['token.get'], providers: '*', subjects: ['user:a/b'], scopes: ['repo'], full_token: true, max_token_life: '1h'},"
            + "{methods: ['token.get'], providers: '*', subjects: ['user:a/*']}, {methods: ['token.get'], providers: '*'}"
        #expect(problems(Sample.text(clients: Sample.client("{uid: 1}", rules))).isEmpty)
    }

    @Test func `an empty list of subjects is nobody's by itself, and no mistake`() throws {
        let rule = "{methods: ['token.get'], providers: '*', subjects: []}"
        #expect(problems(Sample.text(clients: Sample.client("{uid: 1}", rule))).isEmpty)
    }

    @Test(arguments: [
        ("mode: '0777'", "mode: sets bits that have no use here, \"0666\" is the most"),
        ("mode: 660", "mode: must be octal digits in quotes, such as \"0660\""),
        ("mode: '0680'", "mode: must be octal digits in quotes, such as \"0660\""),
        ("mode: '+660'", "mode: must be octal digits in quotes, such as \"0660\""),
        ("group: 'wheel'", "group: is no group of this machine, add it (groupadd) or correct the name"),
        ("group: true", "group: must be the name of a group in quotes, or its number"),
    ])
    func `a socket's member`(_ member: String, _ message: String) {
        #expect(problems(Sample.text(workload: "path: '/run/w/s', \(member)")) == ["sockets.workload.\(message)"])
    }

    @Test func `a socket's path must fit the kernel's structure`() {
        let fits = "/run/" + String(repeating: "x", count: 102)
        #expect(problems(Sample.text(workload: "path: '\(fits)'")).isEmpty)
        #expect(
            problems(Sample.text(workload: "path: '\(fits)x'"))
                == ["sockets.workload.path: must not be longer than 107 bytes"])
    }

    @Test func `smaller circles must not be allowed more than larger ones`() {
        #expect(
            problems(Sample.text(root: "limits: {connections: 100}")) == [
                "limits.connections: connections_per_client (2000) must not be more than connections (100), change one of them"
            ])
        #expect(
            problems(Sample.text(root: "limits: {in_flight_per_connection: 20000, in_flight: 10}")).count == 2)
    }

    @Test(arguments: [
        ("c", ""), ("C", "clients.C: the client name must"), ("a b", "clients.a b: the client name must"),
    ])
    func `client names keep their rule`(_ name: String, _ message: String) {
        let client = "'\(name)': {match: [{uid: 1}], allow: [{methods: ['token.get'], providers: '*'}]}"
        let found = problems(Sample.text(clients: client))
        #expect(message.isEmpty ? found.isEmpty : found.count == 1 && found[0].hasPrefix(message))
    }
}
