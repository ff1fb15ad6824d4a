import Foundation
import TestHarness
import Testing

/// Docs/clients/node does what its README says, on the real daemon; for programs that import it and for programs that require it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct NodeClientTests {
    private static let scenarios = [
        "pipelining", "restart", "unreachable", "errors", "abort", "caps", "secrets", "table", "close", "strangers",
    ]

    /// The client as a program finds it that has installed it, beside these programs of ours.
    static func installed(_ programs: String...) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let modules = try folder.makeFolder("node_modules", mode: 0o755)
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: modules + "/vaultd-client",
            withDestinationPath: ClientWorld.root.appendingPathComponent("Docs/clients/node").path)
        for name in programs {
            try files.copyItem(
                atPath: ClientWorld.programs.appendingPathComponent(name).path, toPath: folder.file(name))
        }
        return folder
    }

    @Test(arguments: scenarios, ["import", "require"])
    func `the Node client keeps its promises`(scenario: String, form: String) async throws {
        let world = try await ClientWorld()
        let folder = try Self.installed("client.mjs")
        #expect(try await world.problem(of: ["node", folder.file("client.mjs"), scenario, form]) == nil)
    }

    @Test func `the declarations of the Node client allow what they should, and nothing else`() async throws {
        let folder = try Self.installed("types.mts", "types.cts")
        let compiler = ClientWorld.root.appendingPathComponent(
            ".build/clients/typescript/usr/share/nodejs/typescript/bin/tsc")
        let checked = try await Program.run(
            "/usr/bin/env",
            [
                "node", compiler.path, "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "node16",
                "--target", "es2022", "--lib", "es2022,dom", folder.file("types.mts"),
                folder.file("types.cts"),
            ])
        #expect(checked.ending == .exit(0), "\(checked.output) \(checked.errors)")
    }
}
