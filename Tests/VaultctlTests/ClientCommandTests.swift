import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct ClientCommandTests {
    private static let answer =
        #"{"clients":[{"client":"catalog","match":"clients.catalog.match[0]","socket":"workload","uid":1002,"gid":1003,"#
        + #""pid":4711,"executable":"/opt/x","since":0,"connections":2,"calls":815,"in_flight":1},"#
        + #"{"socket":"admin","uid":0,"gid":0,"pid":1,"since":86400,"connections":1,"calls":0,"in_flight":0}],"left_out":3}"#

    private let console = FakeConsole()

    @Test func `each process is a line, and what is not known a dash`() async throws {
        let vault = FakeVault(Self.answer)
        #expect(try await run("client list --client catalog --limit 2", vault, console) == .ok)
        guard case .listClients(let client, let limit)? = vault.calls.first else {
            Issue.record("nothing was asked")
            return
        }
        #expect(client == "catalog" && limit == 2)
        let lines = console.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(
            lines.map { $0.joined(separator: " ") } == [
                "CLIENT MATCH SOCKET UID GID PID CONNECTIONS CALLS IN FLIGHT SINCE EXECUTABLE UNIT",
                "catalog clients.catalog.match[0] workload 1002 1003 4711 2 815 1 1970-01-01 00:00:00Z /opt/x -",
                "- - admin 0 0 1 1 0 0 1970-01-02 00:00:00Z - -",
            ])
        #expect(console.notes == "3 more: raise --limit, or name a client\n")
    }

    @Test func `with json the answer comes as it is`() async throws {
        #expect(try await run("client list --json", FakeVault(Self.answer), console) == .ok)
        #expect(console.output == Self.answer + "\n" && console.notes.isEmpty)
    }

    @Test(arguments: ["0", "5001", "many"])
    func `a limit that the vault would not take is not sent`(limit: String) async throws {
        let vault = FakeVault(Self.answer)
        #expect(try await run("client list --limit \(limit)", vault, console) == .usage)
        #expect(vault.calls.isEmpty)
    }
}
