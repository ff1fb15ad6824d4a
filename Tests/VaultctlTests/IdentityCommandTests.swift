import Foundation
import Testing
import VaultClient
import VaultCommandLine
import VaultJSON

@testable import vaultctl

/// `vaultctl identity …` on files that are written for it.
final class IdentityCommandTests {
    private let folder: String
    private let console = FakeConsole()

    init() throws {
        folder = NSTemporaryDirectory() + "identity-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func configuration(_ rules: String = rules) throws -> String {
        try file(
            "vault.json5",
            """
            {
              seal_key: {file: '/nowhere/key'}, store: {path: '/nowhere/store'}, audit: {path: '/nowhere/audit'},
              sockets: {workload: {path: '/run/w/s'}, admin: {path: '/run/a/s'}},
              providers: {github: {token_endpoint: 'https://a.example/t', client_id: 'c', rotation: 'none',
                client_authentication: 'none'}},
              identity: {rules: [\(rules)], groups: [{providers: '*', group: 'ops', roles: ['operator']}]},
            }
            """)
    }

    private static let rules = """
        {by: 'table', providers: ['github'], accounts: {'7': 'user:default/root'}},
        {by: 'email_local_part', providers: '*', domains: ['example.org'], subject: 'user:default/{value}'},
        {by: 'claim', providers: '*', claim: 'login', subject: 'user:default/{value}'},
        """
    private static let alice =
        #"{"sub": "canary", "email": "alice@example.org", "email_verified": true, "groups": ["ops"]}"#

    /// No daemon is asked.
    private func explain(_ config: String, _ claims: String, _ more: String = "") async throws -> ExitCode {
        let vault = FakeVault("{}")
        let code = try await run(
            "identity explain --provider github --claims \(claims) --config \(config)\(more)", vault, console)
        #expect(vault.calls.isEmpty)
        return code
    }

    @Test func `the rule that decided is told, and of each before it why it did not`() async throws {
        #expect(try await explain(configuration(), file("claims", Self.alice)) == .ok)
        #expect(
            console.output == """
                the account is user:default/alice
                rule                identity.rules[1]
                roles               operator
                account             must be the subject's only one
                identity.rules[0]   table: the account is not in the table
                identity.rules[1]   email_local_part: decides
                identity.rules[2]   claim: not asked
                identity.groups[0]  gives operator

                """)
        #expect(!console.output.contains("canary") && console.notes.isEmpty)
    }

    @Test func `programs get the same as JSON`() async throws {
        #expect(try await explain(configuration(), file("claims", Self.alice), " --json") == .ok)
        let root = try JSONDocument(parsing: Array(console.output.utf8)).root
        #expect(root["subject"]?.string == "user:default/alice" && root["rule"]?.string == "identity.rules[1]")
        #expect(root["roles"]?.elements?.map(\.string) == ["operator"])
        let outcomes = root["rules"]?.elements?.map { $0["outcome"]?.string }
        #expect(outcomes == ["passed", "decided", "not_asked"])
        #expect(root["rules"]?.elements?.first { _ in true }?["reason"]?.string == "not_in_table")
    }

    @Test func `who is nobody is denied, with the reason of every rule`() async throws {
        let claims = try file("claims", #"{"sub":"s","email":"alice@example.org","email_verified":"true"}"#)
        #expect(try await explain(configuration(), claims) == .denied)
        #expect(console.output.hasPrefix("the account is nobody: no rule is about it\n"))
        for text in ["email_verified is not true", "the claim is missing"] { #expect(console.output.contains(text)) }
    }

    @Test func `problems of the file and of the claims are told, and the claims never quoted`() async throws {
        let bad = try configuration("{by: 'guest', providers: '*', subject: 'x'}")
        #expect(try await explain(bad, file("claims", Self.alice)) == .failed)
        #expect(console.notes.contains("identity.rules[0].by: lets anybody in"))
        for text in ["[\"canary\"]", "canary", #"{"canary":1,"canary":2}"#] {
            let notes = FakeConsole()
            let line =
                "identity explain --provider github --claims \(try file("bad", text)) --config \(try configuration())"
            #expect(try await run(line, FakeVault("{}"), notes) == .usage)
            #expect(notes.notes.contains("claims") && !notes.notes.contains("canary"))
        }
        let line =
            "identity explain --provider githu --claims \(try file("c", Self.alice)) --config \(try configuration())"
        let notes = FakeConsole()
        #expect(try await run(line, FakeVault("{}"), notes) == .usage)
        #expect(notes.notes.contains("did you mean github?"))
    }

    @Test func `accounts are forgotten by subject and provider`() async throws {
        let vault = FakeVault(#"{"forgotten":2}"#)
        #expect(try await run("identity forget user:default/alice --provider github", vault, console) == .ok)
        #expect(console.output == "forgot 2 accounts of user:default/alice\n")
        guard case .forgetIdentities(let subject, let provider)? = vault.calls.first else {
            Issue.record("nothing was forgotten")
            return
        }
        #expect(subject == "user:default/alice" && provider == "github")
    }
}
