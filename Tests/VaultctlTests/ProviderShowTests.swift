import Foundation
import Testing
import VaultCommandLine
import VaultJSON

@testable import vaultctl

/// `vaultctl provider show` on a file that is written for it.
final class ProviderShowTests {
    private let folder: String
    private let console = FakeConsole()

    init() throws {
        folder = NSTemporaryDirectory() + "provider-show-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func show(
        _ words: String, preset: String = "atlassian", client: String = "client_secret: {environment: 'JIRA'}"
    ) async throws -> ExitCode {
        let path = folder + "/vault.json5"
        let text = """
            {
              seal_key: {file: '/nowhere/key'}, store: {path: '/nowhere/store'}, audit: {path: '/nowhere/audit'},
              sockets: {workload: {path: '/run/w/s'}, admin: {path: '/run/a/s'}},
              providers: {jira: {preset: '\(preset)', client_id: 'c', \(client), deadline: '5s'}},
            }
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let vault = FakeVault("{}")
        let code = try await run("provider show \(words) --config \(path)", vault, console)
        #expect(vault.calls.isEmpty)
        return code
    }

    @Test func `the effective entry is a table with the origin of each value`() async throws {
        #expect(try await show("jira") == .ok)
        #expect(
            console.output == """
                MEMBER                 FROM                VALUE
                preset                 configuration       atlassian
                token_endpoint         preset              https://auth.atlassian.com/oauth/token
                revocation             preset              none
                client_id              configuration       c
                client_authentication  preset              client_secret_post
                client_secret          configuration       environment JIRA
                dpop                   default             false
                basic_is_raw           default             false
                rotation               preset              rotates
                narrowing              preset, unverified  lineage
                default_expires_in     preset              1h
                absolute_life          preset, unverified  365d
                idle_life              preset              90d
                keep_alive             default             0s
                refresh_ahead          default             0s
                request_form           default             form
                answer_form            default             json
                scope_separator        default             space
                deadline               configuration       5s
                limits                 default             50 requests per second, 32 in flight
                errors                 preset              client_misconfigured: access_denied
                refusal                preset              403 invalid_grant
                wrong_client           preset              401 access_denied

                """)
    }

    @Test func `of secrets and keys it is shown where they come from`() async throws {
        let key =
            "client_authentication: 'private_key_jwt', private_key: {file: '/k'}, key_id: 'k1', assertion_audience: 'i'"
        #expect(try await show("jira", client: key) == .ok)
        #expect(console.output.contains("private_key            configuration       file /k\n"))
        #expect(console.output.contains("key_id                 configuration       k1\n"))
        #expect(console.output.contains("assertion_audience     configuration       i\n"))
        #expect(!console.output.contains("client_secret  "))
        let secrets = "client_authentication: 'client_secret_jwt', client_secret: [{file: '/new'}, {credential: 'old'}]"
        #expect(try await show("jira", client: secrets) == .ok)
        #expect(console.output.contains("client_secret          configuration       file /new, credential old\n"))
        #expect(console.output.contains("assertion_audience     default             token_endpoint\n"))
    }

    @Test func `programs get the same as JSON, with the sources`() async throws {
        #expect(try await show("jira --json") == .ok)
        let root = try JSONDocument(parsing: Array(console.output.utf8)).root
        #expect(root["provider"]?.string == "jira" && root["preset"]?.string == "atlassian")
        let values = root["values"]?.elements.map(Array.init) ?? []
        let rotation = try #require(values.first { $0["member"]?.string == "rotation" })
        #expect(rotation["value"]?.string == "rotates" && rotation["from"]?.string == "preset")
        #expect(rotation["source"]?.string?.hasPrefix("https://developer.atlassian.com/") == true)
        #expect(rotation["verified"]?.bool == true)
    }

    @Test func `a name that the file lacks is not found, and a file with problems is not shown`() async throws {
        #expect(try await show("jirra") == .notFound)
        #expect(console.notes.hasSuffix("has no such provider: did you mean jira?\n"))
        #expect(try await show("jira", preset: "atlasian") == .failed)
        #expect(console.notes.contains("providers.jira.preset: must be one of") && console.output.isEmpty)
    }
}
