import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct AuditCommandTests {
    private static let record =
        #"{"seq":31,"time":"2026-11-30T09:15:02.114Z","kind":"token_served","outcome":"allow","client":"catalog","uid":990,"#
        + #""method":"token.get","subject":"user:default/alice","provider":"github","generation":4,"scopes":["a","b"]}"#

    private let console = FakeConsole()

    private func query(_ vault: FakeVault) throws -> AuditQuery {
        guard case .findRecords(let query)? = vault.calls.last else { throw Missing() }
        return query
    }

    private struct Missing: Error {}

    @Test func `a search asks for what the line says, page after page`() async throws {
        let vault = FakeVault([
            #"{"records":[\#(Self.record)],"reached":31,"more":true}"#, #"{"records":[],"reached":40,"more":false}"#,
        ])
        let line =
            "audit find --subject s --client c --provider p --kind token_served --outcome allow --method token.get"
        #expect(try await run(line + " --since 2026-11-24 --until 1h", vault, console) == .ok)
        let query = try query(vault)
        #expect(vault.calls.count == 2 && query.after == 31)
        #expect(query.subject == "s" && query.client == "c" && query.provider == "p" && query.kind == "token_served")
        #expect(query.outcome == "allow" && query.method == "token.get" && !query.newest)
        #expect(query.since == 1_795_478_400 && query.until == console.now() - 3_600)
        #expect(
            console.output
                == "2026-11-30T09:15:02.114Z allow token_served catalog token.get subject=user:default/alice "
                + "provider=github generation=4 scopes=a,b\n")
    }

    @Test func `with --json each record is a line as it stands in the log`() async throws {
        let vault = FakeVault(#"{"records":[\#(Self.record),\#(Self.record)],"reached":31,"more":false}"#)
        #expect(try await run("audit tail --json", vault, console) == .ok)
        #expect(console.output == Self.record + "\n" + Self.record + "\n")
        let query = try query(vault)
        #expect(query.newest && query.limit == 10)
    }

    @Test func `nothing found is told, and is its own exit code`() async throws {
        let vault = FakeVault(#"{"records":[],"reached":40,"more":false}"#)
        #expect(try await run("audit find --outcome deny", vault, console) == .notFound)
        #expect(console.output.isEmpty && console.notes.contains("no record is so"))
    }

    @Test(arguments: ["yesterday", "2026-02-30", "2026-11-24T25:61", "24.11.2026", ""])
    func `a time that is none is refused`(time: String) async throws {
        let vault = FakeVault("{}")
        #expect(try await run("audit find --since=\(time)", vault, console) == .usage)
        #expect(vault.calls.isEmpty)
    }

    @Test func `a log that is not whole ends with 1 and says where`() async throws {
        let vault = FakeVault(
            #"{"whole":false,"from":1,"to":7,"sealed":6,"flaw":{"kind":"edited","sequence":8,"last":8,"file":"/a","line":8,"#
                + #""text":"/a:8: record 8 was edited"}}"#)
        #expect(try await run("audit verify", vault, console) == .failed)
        #expect(console.output == "NOT WHOLE: /a:8: record 8 was edited\n")
    }

    @Test func `a log that is whole says how far, and what is not sealed`() async throws {
        let vault = FakeVault(
            #"{"whole":true,"from":1,"to":9,"sealed":6,"unsealed":3,"unsealed_verified":true,"torn_bytes":4}"#)
        #expect(try await run("audit verify", vault, console) == .ok)
        #expect(
            console.output == """
                whole: records 1 to 9, 6 of them sealed
                3 records are not sealed yet; they were verified with the secret key
                crashes left 4 bytes of lines, as the seals say

                """)
    }
}
