import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct SubjectCommandTests {
    private static let facts =
        #"{"subject":"user:default/alice","disabled":true,"disabled_at":5,"grants":1,"sessions":0,"delegations":0,"pending_revocations":2}"#
    private static let receipt =
        #"{"subject":"user:default/alice","disabled":false,"sessions":2,"delegations":3,"grants":["#
        + #"{"grant":"vgr_x","provider":"github","account":"4711","upstream":"revoked"},"#
        + #"{"grant":"vgr_y","provider":"gitlab","upstream":"queued"}]}"#
    private static let grants =
        #"{"grants":[{"grant":"vgr_x","subject":"user:default/alice","provider":"github","status":"active","generation":1,"scopes":[],"#
        + #""created_at":1,"updated_at":1}]}"#

    private let console = FakeConsole()

    @Test func `the kill switch tells what it ended and what each provider said`() async throws {
        let vault = FakeVault(Self.receipt)
        #expect(try await run("revoke --subject user:default/alice", vault, console) == .ok)
        for text in ["2 ended", "3 ended", "vgr_x", "4711", "queued; the vault goes on trying", "may sign in again"] {
            #expect(console.output.contains(text), "\(text)")
        }
        guard case .revokeSubject("user:default/alice")? = vault.calls.first else {
            Issue.record("nothing was revoked")
            return
        }
        let json = FakeConsole()
        #expect(try await run("revoke --subject user:default/alice --json", FakeVault(Self.receipt), json) == .ok)
        #expect(json.output == Self.receipt + "\n")
    }

    @Test(arguments: ["subject show", "subject disable", "subject enable"])
    func `without a user nothing is asked`(line: String) async throws {
        let vault = FakeVault(Self.receipt)
        await #expect(throws: UsageError.self) { try await run(line, vault, console) }
        #expect(try await run("revoke", vault, console) == .usage)
        #expect(vault.calls.isEmpty)
    }

    @Test func `a user is disabled and enabled`() async throws {
        let vault = FakeVault(Self.receipt)
        #expect(try await run("subject disable user:default/alice", vault, console) == .ok)
        guard case .disableSubject("user:default/alice")? = vault.calls.first else {
            Issue.record("nobody was disabled")
            return
        }
        let enabling = FakeConsole()
        #expect(try await run("subject enable user:default/alice", FakeVault(Self.facts), enabling) == .ok)
        #expect(enabling.output.hasPrefix("user:default/alice is disabled since 1970-01-01"))
    }

    @Test func `everything about a user is on one screen`() async throws {
        let answers = [Self.facts, Self.grants, #"{"sessions":[]}"#, #"{"delegations":[]}"#]
        #expect(try await run("subject show user:default/alice", FakeVault(answers), console) == .ok)
        for text in ["disabled since", "GRANT", "vgr_x"] { #expect(console.output.contains(text), "\(text)") }
        for text in ["SESSION", "DELEGATION"] { #expect(!console.output.contains(text), "an empty table: \(text)") }
        let json = FakeConsole()
        #expect(try await run("subject show user:default/alice --json", FakeVault(answers), json) == .ok)
        #expect(json.output.hasPrefix(#"{"subject":"# + Self.facts + #","grants":["#))
        #expect(json.output.hasSuffix(#""sessions":[],"delegations":[]}"# + "\n"))
    }
}
