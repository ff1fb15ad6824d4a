import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct MetricsCommandTests {
    private static let answer =
        ##"{"content_type":"text/plain; version=0.0.4; charset=utf-8","text":"# TYPE vaultd_sealed gauge\nvaultd_sealed 0\n"}"##

    @Test func `the text is printed as it is, the answer with json`() async throws {
        let (vault, console) = (FakeVault(Self.answer), FakeConsole())
        #expect(try await run("metrics", vault, console) == .ok)
        #expect(console.output == "# TYPE vaultd_sealed gauge\nvaultd_sealed 0\n")
        guard case .metrics? = vault.calls.first, vault.calls.count == 1 else {
            Issue.record("something else was asked")
            return
        }
        let other = FakeConsole()
        #expect(try await run("metrics --json", FakeVault(Self.answer), other) == .ok)
        #expect(other.output == Self.answer + "\n")
    }

    @Test func `an answer without text fails`() async throws {
        let console = FakeConsole()
        #expect(try await run("metrics", FakeVault("{}"), console) != .ok)
        #expect(console.output.isEmpty)
    }
}
