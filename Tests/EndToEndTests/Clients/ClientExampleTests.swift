import Foundation
import TestHarness
import Testing

/// What the pages of Docs/clients show works as it stands there, but for the socket's path.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ClientExampleTests {
    /// The blocks of a page in this language, for this vault.
    private static func blocks(_ language: String, of page: String, for world: ClientWorld) throws -> [String] {
        let text = try String(
            contentsOf: ClientWorld.root.appendingPathComponent("Docs/clients/\(page)"), encoding: .utf8)
        return text.components(separatedBy: "```\(language)\n").dropFirst().map { rest in
            rest.components(separatedBy: "```")[0]
                .replacingOccurrences(of: "/run/vaultd/workload/socket", with: world.vault.workloadSocket)
        }
    }

    private static func output(
        of words: [String], environment: [String: String] = [:]
    ) async throws -> [String] {
        let run = try await Program.run("/usr/bin/env", words, environment: environment)
        #expect(run.ending == .exit(0) && run.errors.isEmpty, "\(run.errors)")
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test func `three lines with socat call the vault`() async throws {
        let world = try await ClientWorld(provider: "github")
        let lines = try Self.blocks("sh", of: "README.md", for: world)[0].split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(
            try await Self.output(of: ["sh", "-c", lines[0]]) == [#"{"jsonrpc":"2.0","id":1,"result":{"pong":true}}"#])
        let token = try await Self.output(of: ["sh", "-c", lines[1]])
        #expect(token.count == 1 && token[0].hasPrefix(#"{"jsonrpc":"2.0","id":2,"result":{"access_token":""#))
        let both = try await Self.output(of: ["sh", "-c", lines[2]]).sorted()
        #expect(both.count == 2 && both[0].hasPrefix(#"{"jsonrpc":"2.0","id":3,"result":{"grants":[{"grant":"vgr_"#))
        #expect(both.last == #"{"jsonrpc":"2.0","id":4,"result":{"pong":true}}"#)
    }

    @Test func `the example of the Node client runs`() async throws {
        let world = try await ClientWorld(provider: "github")
        let folder = try NodeClientTests.installed()
        try folder.write(Self.blocks("js", of: "node/README.md", for: world)[0], to: "example.mjs")
        let said = try await Self.output(of: ["node", folder.file("example.mjs")])
        #expect(
            said.count == 1
                && said[0].wholeMatch(of: /a token for \d+ seconds: \[secret\] \[ 'Authorization' \]/) != nil)
    }

    @Test func `the examples of the Python client run`() async throws {
        let world = try await ClientWorld(provider: "github")
        let blocks = try Self.blocks("python", of: "python/README.md", for: world)
        var said: [[String]] = []
        for block in blocks {
            said += [
                try await Self.output(
                    of: ["python3", "-B", "-c", block], environment: ["PYTHONPATH": PythonClientTests.client])
            ]
        }
        #expect(said.count == 2)
        #expect(said.first?.first?.wholeMatch(of: /a token for \d+ seconds: \[secret\] \['Authorization'\]/) != nil)
        #expect(said.last == ["100 tokens on one connection"])
    }
}
