import Foundation
import TestHarness
import Testing

/// Docs/clients/python does what its README says, on the real daemon: the client that waits, and the one for asyncio.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PythonClientTests {
    private static let scenarios = [
        "pipelining", "restart", "unreachable", "errors", "cancel", "caps", "secrets", "table", "close", "fork",
        "async_pipelining", "async_restart", "async_unreachable", "async_cancel", "async_close", "async_strangers",
    ]
    static let client = ClientWorld.root.appendingPathComponent("Docs/clients/python").path

    @Test(arguments: scenarios) func `the Python client keeps its promises`(scenario: String) async throws {
        let world = try await ClientWorld()
        let program = ClientWorld.programs.appendingPathComponent("client.py").path
        let problem = try await world.problem(
            of: ["python3", "-B", "-W", "error", program, scenario], environment: ["PYTHONPATH": Self.client])
        #expect(problem == nil)
    }

    @Test func `the type hints of the Python client allow what they should, and nothing else`() async throws {
        let folder = try TemporaryFolder()
        let checked = try await Program.run(
            ClientWorld.root.appendingPathComponent(".build/clients/python/bin/python").path,
            [
                "-m", "mypy", "--strict", "--cache-dir", folder.path, Self.client + "/vaultd_client",
                ClientWorld.programs.appendingPathComponent("client.py").path,
                ClientWorld.programs.appendingPathComponent("typed.py").path,
            ], environment: ["MYPYPATH": Self.client])
        #expect(checked.ending == .exit(0), "\(checked.output) \(checked.errors)")
    }
}
