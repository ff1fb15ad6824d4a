import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct GrantReapCommandTests {
    private static func page(dryRun: Bool, _ subjects: [String], next: String? = nil) -> String {
        let grants = subjects.map {
            #"{"grant":"vgr_5712m28m8tc411zdrabp","subject":"\#($0)","provider":"github","dead_since":86400,"dead_of":"lost_rotation"}"#
        }
        return #"{"dry_run":\#(dryRun),"grants":[\#(grants.joined(separator: ","))]"#
            + (next.map { #","next_cursor":"\#($0)"}"# } ?? "}")
    }

    private let console = FakeConsole()

    private func queries(_ vault: FakeVault) -> [ReapQuery] {
        vault.calls.compactMap { if case .reapGrants(let query) = $0 { query } else { nil } }
    }

    @Test func `a dry run lists all pages and removes nothing`() async throws {
        let vault = FakeVault([
            Self.page(dryRun: true, ["user:default/a", "user:default/b"], next: "vgr_x.1"),
            Self.page(dryRun: true, ["user:default/c"]),
        ])
        #expect(try await run("grant reap --dry-run --older-than 30d --provider github", vault, console) == .ok)
        #expect(queries(vault).map(\.isDryRun) == [true, true])
        #expect(queries(vault).map(\.cursor) == [nil, "vgr_x.1"])
        #expect(queries(vault).allSatisfy { $0.olderThanSeconds == 30 * 86_400 && $0.provider == "github" })
        #expect(console.output.split(separator: "\n").count == 4)
        #expect(console.output.contains("user:default/c") && console.output.contains("lost_rotation"))
        #expect(console.notes == "3 would be removed\n")
    }

    @Test func `at a terminal it counts and asks, and without a yes removes nothing`() async throws {
        console.isInputTerminal = true
        let vault = FakeVault([Self.page(dryRun: true, ["user:default/a"])])
        #expect(try await run("grant reap", vault, console) == .failed)
        #expect(queries(vault).map(\.isDryRun) == [true])
        #expect(console.notes == "Remove 1 dead grants for good? [y/N] nothing was removed\n")
        #expect(console.output.isEmpty)
        console.says = true
        let agreed = FakeVault([
            Self.page(dryRun: true, ["user:default/a"]), Self.page(dryRun: false, ["user:default/a"]),
        ])
        #expect(try await run("grant reap", agreed, console) == .ok)
        #expect(queries(agreed).map(\.isDryRun) == [true, false])
        #expect(queries(agreed).allSatisfy { $0.olderThanSeconds == 90 * 86_400 })
        #expect(console.notes.hasSuffix("removed 1\n"))
    }

    @Test func `where nobody can be asked it wants to be told so`() async throws {
        let vault = FakeVault(Self.page(dryRun: false, ["user:default/a"]))
        #expect(try await run("grant reap", vault, console) == .usage)
        #expect(vault.calls.isEmpty && console.notes.contains("--yes"))
        #expect(try await run("grant reap --yes --json", vault, console) == .ok)
        #expect(queries(vault).map(\.isDryRun) == [false])
        #expect(console.output.hasPrefix(#"{"grants":[{"grant":"vgr_5712m28m8tc411zdrabp""#))
    }

    @Test func `long work shows how far it is where somebody looks`() async throws {
        console.isNoteTerminal = true
        let vault = FakeVault([
            Self.page(dryRun: true, ["a", "b"]), Self.page(dryRun: false, ["a"], next: "x"),
            Self.page(dryRun: false, ["b"]),
        ])
        #expect(try await run("grant reap --yes", vault, console) == .ok)
        #expect(console.notes.contains("50 %, 1 of 2") && console.notes.contains("100 %, 2 of 2"))
    }
}
