import Foundation
import Testing
import VaultCommandLine
import VaultJSON

@testable import vaultctl

/// `vaultctl policy check` on files that are written for it.
final class PolicyCheckTests {
    private let folder: String
    private let console = FakeConsole()

    init() throws {
        folder = NSTemporaryDirectory() + "policy-check-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What it names on its machine is nowhere: that must not matter.
    private func file(rule: String) throws -> String {
        let path = folder + "/vault.json5"
        let text = """
            {
              seal_key: {file: '/nowhere/key'},
              store: {path: '/nowhere/store'},
              audit: {path: '/nowhere/audit'},
              sockets: {workload: {path: '/run/w/s'}, admin: {path: '/run/a/s'}},
              providers: {github: {token_endpoint: 'https://a.example/t', client_id: 'c', rotation: 'none',
                client_authentication: 'none'}},
              clients: {c: {match: [{uid: 7}], allow: [
                \(rule)
              ]}},
            }
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static let sound = "{methods: ['token.get'], providers: ['github'], require_acr: ['gold']},"

    private func check(_ line: String) async throws -> ExitCode {
        let vault = FakeVault("{}")
        let code = try await run(line, vault, console)
        #expect(vault.calls.isEmpty)
        return code
    }

    @Test func `a sound file is fit, and no daemon is asked`() async throws {
        let path = try file(rule: Self.sound)
        #expect(try await check("policy check \(path)") == .ok)
        #expect(console.output == "\(path): fit to decide\n" && console.notes.isEmpty)
    }

    @Test func `each problem has its place, and the exit code of a failure`() async throws {
        let path = try file(rule: "{methods: ['token.gett'], providers: ['github'], scopes: []}")
        #expect(try await check("policy check \(path)") == .failed)
        #expect(console.output.isEmpty)
        #expect(
            console.notes == """
                \(path):9:16: clients.c.allow[0].methods[0]: is no method, did you mean "token.get"?
                \(path):9:62: clients.c.allow[0].scopes: must be a non-empty array of scopes, such as ["repo"]; leave it out for all that the grant has

                """)
    }

    @Test func `with json the problems are an object on stdout, as vaultd check has it`() async throws {
        let path = try file(rule: "{methods: ['token.get'], providers: ['gitlab']}")
        #expect(try await check("policy check \(path) --json") == .failed)
        let root = try JSONDocument(parsing: Array(console.output.utf8)).root
        #expect(root["ok"]?.bool == false && root["problems"]?.count == 1)
        let problem = root["problems"]?.elements.flatMap { $0.first { _ in true } }
        #expect(problem?["line"]?.integer == 9 && problem?["path"]?.string == "clients.c.allow[0].providers[0]")
        let good = FakeConsole()
        _ = try await run("policy check \(try file(rule: Self.sound)) --json", FakeVault("{}"), good)
        #expect(good.output == #"{"ok":true,"problems":[]}"# + "\n")
    }

    @Test func `a file that is not there is a problem of its own`() async throws {
        #expect(try await check("policy check \(folder)/none") == .failed)
        #expect(
            console.notes == "\(folder)/none:1:1: does not exist: name the configuration file that is meant\n")
    }
}
