import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct RevokeCommandTests {
    private let console = FakeConsole()

    private static func record(_ handle: String, _ provider: String) -> String {
        #"{"grant":"\#(handle)","subject":"alice","provider":"\#(provider)","status":"active","generation":3,"scopes":[],"#
            + #""labels":{},"created_at":0,"updated_at":0}"#
    }

    @Test(arguments: [
        ("revoked", "revoked here and at the provider\n"),
        ("queued", "revoked here; the provider has not answered yet, the vault goes on trying\n"),
        (
            "not_supported",
            "revoked here; the provider offers no revocation, its own tokens live on until they expire\n"
        ),
        ("refused", "revoked here; the provider refused to revoke it, revoke it there by hand\n"),
        ("later_word", "revoked here; at the provider: later_word\n"),
    ])
    func `revoke tells what became of both halves`(upstream: String, text: String) async throws {
        let vault = FakeVault(#"{"grant":"vgr_x","revoked_locally":true,"upstream":"\#(upstream)"}"#)
        #expect(try await run("grant revoke u p", vault, console) == .ok)
        #expect(console.output == text)
    }

    /// Two grants on two pages; the provider of each says something else.
    private static func vault(_ words: [String: String]) -> FakeVault {
        FakeVault { call in
            switch call {
            case .listGrants(let query) where query.cursor == nil:
                .success(#"{"grants":[\#(record("vgr_a", "github"))],"next_cursor":"c"}"#)
            case .listGrants: .success(#"{"grants":[\#(record("vgr_b", "slack"))]}"#)
            case .revokeGrant(.handle(let handle), _):
                words[handle].map {
                    .success(#"{"grant":"\#(handle)","revoked_locally":true,"upstream":"\#($0)"}"#)
                } ?? .failure(.connectionLost(method: "grant.revoke"))
            default: .failure(.cancelled)
            }
        }
    }

    private static func waits(_ vault: FakeVault) -> [Int64?] {
        vault.calls.compactMap { call -> Int64?? in
            guard case .revokeGrant(_, let wait) = call else { return nil }
            return .some(wait)
        }
    }

    @Test func `all of a user end, on every page, and the table tells what became of each at its provider`()
        async throws
    {
        let vault = Self.vault(["vgr_a": "revoked", "vgr_b": "not_supported"])
        #expect(try await run("grant revoke --subject alice --all", vault, console) == .ok)
        #expect(
            console.output == """
                GRANT  PROVIDER  ACCOUNT  AT THE PROVIDER
                vgr_a  github    -        revoked
                vgr_b  slack     -        offers no revocation; its own tokens live on until they expire

                """)
        #expect(Self.waits(vault) == [nil, nil])
    }

    @Test func `for a program it is one object`() async throws {
        let vault = Self.vault(["vgr_a": "revoked", "vgr_b": "queued"])
        #expect(try await run("grant revoke --subject alice --all --provider p --json", vault, console) == .ok)
        #expect(
            console.output
                == #"{"subject":"alice","grants":[{"grant":"vgr_a","provider":"github","revoked_locally":true,"#
                + #""upstream":"revoked"},{"grant":"vgr_b","provider":"slack","revoked_locally":true,"upstream":"queued"}]}"#
                + "\n")
        guard case .listGrants(let query)? = vault.calls.first else {
            Issue.record("nothing was listed")
            return
        }
        #expect(query.subject == "alice" && query.provider == "p")
    }

    @Test(arguments: [("", 118_000), ("--timeout 10s", 8_000), ("--timeout 1h", 600_000), ("--timeout 1s", 1)])
    func `with --wait the vault is asked to wait nearly as long as the command does`(
        timeout: String, wait: Int64
    ) async throws {
        let vault = Self.vault(["vgr_a": "revoked", "vgr_b": "refused"])
        #expect(try await run("grant revoke --subject alice --all --wait \(timeout)", vault, console) == .ok)
        #expect(Self.waits(vault) == [wait, wait])
    }

    @Test func `what is still queued after a wait is a failure`() async throws {
        let line = "grant revoke --subject alice --all --wait"
        #expect(try await run(line, Self.vault(["vgr_a": "revoked", "vgr_b": "queued"]), console) == .failed)
        let one = FakeVault(#"{"grant":"vgr_x","revoked_locally":true,"upstream":"queued"}"#)
        #expect(try await run("grant revoke u p --wait", one, console) == .failed)
    }

    @Test func `one that fails keeps none of the others, and is told`() async throws {
        let vault = Self.vault(["vgr_b": "revoked"])
        #expect(try await run("grant revoke --subject alice --all", vault, console) == .failed)
        #expect(console.output.contains("vgr_a  github    -        not revoked\nvgr_b  slack     -        revoked\n"))
        #expect(console.notes.contains("could not revoke the grant vgr_a"))
    }

    @Test(arguments: [
        "grant revoke", "grant revoke --all", "grant revoke --subject alice",
        "grant revoke vgr_a --subject alice --all",
        "grant revoke --subject alice --all --account 1", "grant revoke vgr_a --provider github",
    ])
    func `all of nobody, or of somebody by half, is wrong usage`(line: String) async throws {
        let vault = Self.vault([:])
        #expect(try await run(line, vault, console) == .usage)
        #expect(vault.calls.isEmpty && console.notes.contains("hint: "))
    }
}
