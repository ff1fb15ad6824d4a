import Foundation
import Testing
import VaultConfiguration
import VaultCore

/// Docs/configuration.md says what the code does.
struct DocumentTests {
    @Test func `every member is documented with the type and default that the code has`() throws {
        let tables = try Document.tables()
        #expect(Set(tables.keys) == Set(ObjectSpec.all.map(\.shape)))
        for spec in ObjectSpec.all {
            let rows = try #require(tables[spec.shape], "\(spec.shape)")
            #expect(rows.map { $0[0] } == spec.members.map { "`\($0.name)`" }, "\(spec.shape)")
            for (row, member) in zip(rows, spec.members) {
                #expect(row.count == 4 && row[3].count > 10, "\(spec.shape).\(member.name)")
                #expect(row[1] == member.type.documentation, "\(spec.shape).\(member.name)")
                #expect(row[2] == Self.text(member.need), "\(spec.shape).\(member.name)")
            }
        }
    }

    @Test func `every shape that a member refers to is documented`() {
        let shapes = Set(ObjectSpec.all.map(\.shape))
        for spec in ObjectSpec.all {
            for member in spec.members {
                switch member.type {
                case .object(let shape), .map(let shape), .list(let shape): #expect(shapes.contains(shape))
                case .text, .path, .url, .bool, .integer, .duration, .choice, .mode, .words: continue
                }
            }
        }
    }

    @Test func `the documented defaults are those of the settings`() throws {
        let plain = try load(Sample.text()).settings
        let written = Sample.text(
            workload: "path: '/run/w/s', mode: \(Self.fallback("socket", "mode"))",
            provider: Sample.provider + ", " + Self.fallbacks("provider"),
            root: "tokens: {\(Self.fallbacks("tokens"))}, limits: {\(Self.fallbacks("limits"))}, "
                + ["loops", "drain", "allow_unlocked_memory"].map { "\($0): \(Self.fallback("root", $0))" }
                .joined(separator: ", "))
        #expect(try load(written).settings == plain)
    }

    @Test func `the complete example finds the user that the text shows`() throws {
        let settings = try load(Document.example()).settings
        var claims = IdentityClaims()
        claims["sub"] = .text("AAAAb3")
        claims["email"] = .text("Alice@Example.com")
        claims["email_verified"] = .bool(true)
        claims["groups"] = .list(["platform-team", "all"])
        let decision = settings.identity.resolve(claims, at: try ProviderName("entra"))
        let found = try decision.result.get()
        #expect(found.subject.text == "user:default/alice" && found.roles.map(\.text) == ["operator"])
        #expect(decision.steps == [.passed(.otherProvider), .decided, .notAsked] && decision.groups == [0])
        #expect(settings.clients[1].rules[1].terms.requiredRoles.count == 1 && !settings.isDevelopment)
    }

    @Test func `the complete example is sound`() throws {
        let settings = try load(Document.example()).settings
        #expect(settings.providers.map(\.name.text) == ["github", "entra", "keycloak", "tracker", "payments"])
        #expect(settings.providers[0].preset == "github-app" && settings.providers[0].rotation == .rotates)
        #expect(settings.providers[1].issuer?.contains("/11111111-2222-") == true)
        #expect(settings.providers[3].errors.numbers[1042] == .tooMany && settings.providers[3].tokensIn == "data")
        #expect(settings.providers[1].clientSecrets == [.command(argv: ["/usr/bin/pass", "show", "vaultd/entra"])])
        #expect(settings.providers[4].privateKey == .file(path: "/etc/vaultd/payments.pem"))
        #expect(settings.providers[2].rotation == .rotatesWithGrace(seconds: 30))
        #expect(settings.providers[2].extraParameters == ["audience": "backstage"])
        #expect(settings.clients.map(\.name.text) == ["backstage", "catalog", "operator"])
        #expect(
            settings.clients[0].selectors == [PeerSelector(uid: 1001, gid: nil, unit: "backstage.service")])
        let digest = try ContentDigest("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        #expect(
            settings.clients[1].selectors == [
                PeerSelector(uid: 1002, gid: 2001, executable: "/opt/catalog/bin/importer"),
                PeerSelector(uid: 4711, gid: nil, digest: digest),
            ])
        #expect(
            settings.workloadSocket == SocketSettings(path: "/run/vaultd/workload/socket", mode: 0o660, group: 2001))
        #expect(settings.tokens.minimumLifeSeconds == 60)
        #expect(settings.drainMilliseconds == 15_000)
        #expect(settings.keys == KeySettings(rotateAfterDays: 90, holdDays: 30))
    }

    @Test func `the worked examples of policies are sound`() throws {
        let chapter = try #require(try Document.text().components(separatedBy: "### Worked examples\n").last)
        let ends = chapter.components(separatedBy: "\n## ")[0]
        let examples = ends.components(separatedBy: "```json5\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(examples.count == 3)
        for example in examples {
            let written = Sample.text(provider: Sample.provider + ", narrowing: 'per_token'", clients: example)
            #expect(problems(written) == [])
        }
    }

    @Test func `the example shows every member of a provider and a client`() throws {
        let example = try Document.example()
        for spec in ObjectSpec.all {
            for member in spec.members
            where !["gid", "environment", "allow_unlocked_memory", "passphrase"].contains(member.name)
                && !["limits", "passphrase"].contains(spec.shape)
            {
                #expect(example.contains("\(member.name):"), "\(spec.shape).\(member.name)")
            }
        }
    }

    @Test func `every line for a secrets manager is a source that the reader takes`() throws {
        let text = try Document.text()
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("seal_key: { command:") }
        #expect(lines.count == 7)
        for line in lines {
            let source = String(line.dropFirst("seal_key: ".count).dropLast())
            guard case .key(.command(let argv)) = try load(Sample.text(sealKey: source)).settings.sealKey else {
                Issue.record("no command: \(line)")
                continue
            }
            #expect(argv.count > 3 && argv[0].hasPrefix("/"))
        }
    }

    @Test func `the documented cost of a passphrase is the usual one`() throws {
        let written = Sample.text(sealKey: "{passphrase: {\(Self.fallbacks("passphrase"))}}")
        #expect(try load(written).settings.sealKey == .passphrase(.usual))
        #expect(try load(Sample.text(sealKey: "{passphrase: true}")).settings.sealKey == .passphrase(.usual))
        #expect(try load(Sample.text(sealKey: "{passphrase: {}}")).settings.sealKey == .passphrase(.usual))
        #expect(
            try load(Sample.text(sealKey: "{passphrase: {operations: 1, memory_mib: 8}}")).settings.sealKey
                == .passphrase(PassphraseCost(operations: 1, memoryMebibytes: 8)))
    }

    private static func text(_ need: MemberSpec.Need) -> String {
        switch need {
        case .required: "required"
        case .optional: "–"
        case .defaulted(let value): "`\(value)`"
        }
    }

    private static func fallback(_ shape: String, _ name: String) -> String {
        let spec = ObjectSpec.all.first { $0.shape == shape }
        guard case .defaulted(let value)? = spec?.members.first(where: { $0.name == name })?.need else { return "?" }
        return value
    }

    private static func fallbacks(_ shape: String) -> String {
        let spec = ObjectSpec.all.first { $0.shape == shape }
        return (spec?.members ?? []).compactMap { member in
            if case .defaulted(let value) = member.need { "\(member.name): \(value)" } else { nil }
        }.joined(separator: ", ")
    }
}
