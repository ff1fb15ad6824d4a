import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct TokenCommandTests {
    private static let token =
        #"{"access_token":"gho_canary","token_type":"Bearer","grant":"vgr_x","generation":1,"scopes":["repo"],"expires_at":9,"expires_in":5}"#

    private let console = FakeConsole()

    @Test func `the token stands alone on stdout`() async throws {
        let vault = FakeVault(Self.token)
        #expect(
            try await run("token get u p --scope a --scope b --min-ttl 1500ms --force-refresh", vault, console) == .ok)
        #expect(console.output == "gho_canary")
        #expect(console.notes.isEmpty)
        guard case .getToken(let selection, let scopes, let life, let forceRefresh, nil, nil)? = vault.calls.first
        else {
            Issue.record("no token was asked for")
            return
        }
        #expect(
            selection == .subject("u", provider: "p", account: nil) && scopes == ["a", "b"] && life == 2 && forceRefresh
        )
    }

    @Test func `what is not asked for is left to the daemon`() async throws {
        let vault = FakeVault(Self.token)
        _ = try await run("token get vgr_x", vault, console)
        guard case .getToken(.handle("vgr_x"), nil, nil, false, nil, nil)? = vault.calls.first else {
            Issue.record("more was asked for")
            return
        }
    }

    @Test func `on a terminal there is a newline and a warning, which quiet leaves out`() async throws {
        console.isOutputTerminal = true
        #expect(try await run("token get u p", FakeVault(Self.token), console) == .ok)
        #expect(console.output == "gho_canary\n")
        #expect(console.notes.hasPrefix("warning: the token is printed to the screen"))
        let quiet = FakeConsole()
        quiet.isOutputTerminal = true
        #expect(try await run("token get u p --quiet", FakeVault(Self.token), quiet) == .ok)
        #expect(quiet.notes.isEmpty)
    }

    @Test func `json has all that is known about the token`() async throws {
        #expect(try await run("token get u p --json", FakeVault(Self.token), console) == .ok)
        #expect(console.output == Self.token + "\n")
    }

    @Test(arguments: ["2d", "x", "60"])
    func `a life that cannot be is wrong usage`(life: String) async throws {
        #expect(try await run("token get u p --min-ttl \(life)", FakeVault(Self.token), console) == .usage)
    }

    @Test func `a proof is asked for with the request that it is for, and shown with the token alone`() async throws {
        let vault = FakeVault(Self.token)
        let words = "--proof-url https://a.example --proof-method PUT --proof-nonce n"
        #expect(try await run("token get vgr_x --json \(words)", vault, console) == .ok)
        guard case .getToken(_, nil, nil, false, nil, let proof)? = vault.calls.first else {
            Issue.record("no token was asked for")
            return
        }
        #expect(proof == ProvedRequest("PUT", "https://a.example", nonce: "n"))
        #expect(try await run("token get vgr_x --json --proof-url https://a.example", vault, console) == .ok)
        guard case .getToken(_, nil, nil, false, nil, let proof)? = vault.calls.last,
            proof == ProvedRequest("GET", "https://a.example")
        else {
            Issue.record("not GET")
            return
        }
        for wrong in [words, "--json --proof-method PUT", "--json --proof-nonce n"] {
            #expect(try await run("token get vgr_x \(wrong)", vault, console) == .usage, "\(wrong)")
        }
        #expect(vault.calls.count == 2)
    }

    @Test func `a token that could not be written is a failure`() async throws {
        console.isBroken = true
        #expect(try await run("token get u p", FakeVault(Self.token), console) == .failed)
    }
}
