import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// The report on scopes through the built programs: what two clients did, and lines that are good for what they say.
@Suite(.timeLimit(.minutes(5))) struct `The report on scopes of a running vault` {
    private static let alice = "\"subject\":\"user:default/alice\",\"provider\":\"sim\""
    private static let importerRule = "scopes: ['a', 'b', 'c']"
    private static let pluginRule = "{ methods: ['token.get'], providers: ['sim'] }"

    /// Alice's grant at a provider that mints narrower tokens; another user, `plugin`, may have all of it.
    private struct World {
        let sim: RunningSimulator
        let vault: TestVault

        init() async throws {
            sim = try RunningSimulator()
            vault = try await TestVault(sim, more: "narrowing: \"per_token\",")
            // Before the client that may do everything: whoever runs the tests is told apart by the rule's place alone.
            try vault.edit(
                "methods: [", into: "methods: ['token.get'], \(importerRule) }, { providers: \"*\", methods: [")
            try vault.edit(
                "clients: {", into: "clients: { plugin: { match: [{ uid: 65534 }], allow: [\(pluginRule)] },")
            try vault.openWorkloadSocketToEverybody()
            try await vault.start()
            var new = NewGrant(
                subject: "user:default/alice", provider: "sim",
                refreshToken: SecretText(
                    try await sim.mint(for: "alice", scopes: ["a", "b", "c", "d"]).refreshToken))
            new.scopes = ["a", "b", "c", "d"]
            _ = try await VaultClient(socketPath: vault.workloadSocket).putGrant(new)
        }

        /// What both clients do all day; true where each got its token.
        func work() async throws -> [Bool] {
            let mine = try RawConnection(vault.workloadSocket)
            let own = try ["[\"a\"]", "[\"a\",\"b\"]"].map { scopes in
                try mine.call("token.get", "{\(alice),\"scopes\":\(scopes)}")?["result"]?["access_token"] != nil
            }
            let others = try await OtherUser.call(
                vault.workloadSocket, [("token.get", "{\(alice),\"scopes\":[\"c\"]}")])
            return own + others.map { $0["result"]?["access_token"] != nil }
        }

        func report() async throws -> JSONValue {
            let ended = try await vault.vaultctl("report", "scopes", "--json")
            #expect(ended.ending == .exit(0), "\(ended.errors)")
            return try JSONDocument(parsing: Array(ended.output.utf8)).root
        }
    }

    private func of(_ client: String, _ report: JSONValue) -> JSONValue? {
        report["uses"]?.elements?.first { $0["client"]?.string == client }
    }

    private func texts(_ value: JSONValue?) -> [String]? { value?.elements.map { $0.compactMap(\.string) } }

    private func used(_ use: JSONValue?) -> [String] {
        use?["used"]?.elements?.compactMap { one in
            one["scope"]?.string.map { "\($0) \(one["calls"]?.integer ?? -1)" }
        } ?? []
    }

    private func line(of rule: String, _ report: JSONValue) -> String? {
        let found = report["rules"]?.elements?.first { $0["rule"]?.string == rule }
        return texts(found?["lines"])?.first
    }

    @Test func `its lines are valid, and let clients do what they did and no more`() async throws {
        let world = try await World()
        for _ in 0..<2 { #expect(try await world.work() == [true, true, true]) }
        let report = try await world.report()
        let (me, plugin) = (of("me", report), of("plugin", report))
        #expect(used(me) == ["a 4", "b 2"] && used(plugin) == ["c 2"])
        #expect(texts(me?["never_used"]) == ["c"])
        #expect(plugin?["allows_all"]?.bool == true && texts(plugin?["broader"])?.contains("rule_allows_all") == true)

        let shown = try await world.vault.vaultctl("report", "scopes")
        #expect(shown.ending == .exit(0) && shown.output.contains("a(4) b(2)"), "\(shown.output)\(shown.errors)")
        #expect(shown.output.contains("clients.me.allow[0]:\n    \"scopes\": [\"a\", \"b\"],\n"), "\(shown.output)")

        let mine = try #require(line(of: "clients.me.allow[0]", report))
        let theirs = try #require(line(of: "clients.plugin.allow[0]", report))
        #expect(mine == "\"scopes\": [\"a\", \"b\"]" && theirs == "\"scopes\": [\"c\"]")
        try world.vault.edit(Self.importerRule, into: mine)
        try world.vault.edit(
            Self.pluginRule, into: Self.pluginRule.replacingOccurrences(of: " }", with: ", \(theirs) }"))
        let checked = try await world.vault.vaultctl("policy", "check", world.vault.configurationPath)
        #expect(checked.ending == .exit(0), "\(checked.errors)")
        try await world.vault.reload()
        #expect(try await world.work() == [true, true, true])
        let beyond = try await OtherUser.call(
            world.vault.workloadSocket, [("token.get", "{\(Self.alice),\"scopes\":[\"a\"]}")])
        #expect(beyond.first?["error"]?["data"]?["type"]?.string == "scope_exceeded")
        let after = try await world.report()
        #expect(line(of: "clients.me.allow[0]", after) == nil && line(of: "clients.plugin.allow[0]", after) == nil)
        #expect(await world.vault.stop() == .exit(0))
        #expect(try await world.vault.damage() == nil)
    }

    @Test func `counts outlive the daemon, and the last ones are written when it stops`() async throws {
        let world = try await World()
        #expect(try await world.work() == [true, true, true])
        #expect(await world.vault.stop() == .exit(0))
        try await world.vault.start()
        #expect(try await world.work() == [true, true, true])
        let report = try await world.report()
        #expect(used(of("me", report)) == ["a 4", "b 2"] && used(of("plugin", report)) == ["c 2"])
        #expect(await world.vault.stop() == .exit(0))
        for name in world.vault.auditLines().filter({ $0.contains("\"report.scopes\"") }) {
            #expect(name.contains("\"allow\""))
        }
    }
}
