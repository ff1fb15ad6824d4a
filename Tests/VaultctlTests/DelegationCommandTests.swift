import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct DelegationCommandTests {
    private static let record =
        #""id":"vdi_x","grant":"vgr_x","subject":"u","provider":"p","creator":"me","client":"catalog","scopes":["a"],"#
        + #""full_token":false,"created_at":1,"expires_at":4102444800,"max_uses":3,"uses":1,"purpose":"import"}"#
    private static let created = #"{"delegation":"vdl_canary","# + record
    private static let token =
        #"{"access_token":"gho_canary","token_type":"Bearer","grant":"vgr_x","generation":1,"scopes":["repo"],"expires_at":9,"expires_in":5}"#

    private let console = FakeConsole()

    @Test func `the secret stands alone on stdout, and its id on stderr`() async throws {
        let vault = FakeVault(Self.created)
        let line =
            "delegation create u p --client catalog --expires-in 1h --scope a --scope b --max-uses 3 --purpose import --full"
        #expect(try await run(line, vault, console) == .ok)
        #expect(console.output == "vdl_canary")
        #expect(console.notes.hasPrefix("vdi_x for catalog, until "))
        guard case .createDelegation(let offer)? = vault.calls.first else {
            Issue.record("no delegation was asked for")
            return
        }
        #expect(offer.grant == .subject("u", provider: "p", account: nil))
        #expect(offer.client == "catalog" && offer.expiresInSeconds == 3600 && offer.scopes == ["a", "b"])
        #expect(offer.maximumUses == 3 && offer.purpose == "import" && offer.givesFullToken)
    }

    @Test func `json has the secret and all that is known about it`() async throws {
        #expect(
            try await run(
                "delegation create vgr_x --client c --expires-in 5m --json", FakeVault(Self.created), console) == .ok)
        #expect(console.output == Self.created + "\n")
    }

    @Test(arguments: [
        "delegation create u p --expires-in 1h", "delegation create u p --client c",
        "delegation create u p --client c --expires-in 31d",
        "delegation create u p --client c --expires-in 1h --max-uses 0",
        "delegation revoke", "delegation revoke vdi_x --delegation-stdin", "token get",
        "token get u p --delegation-stdin",
        "token get --delegation-stdin --account 1",
    ])
    func `what is not enough or too much is wrong usage, and asks nothing`(line: String) async throws {
        let vault = FakeVault(Self.created)
        // What the parser refuses itself is thrown.
        let ending: ExitCode
        do { ending = try await run(line, vault, console) } catch is UsageError { ending = .usage }
        #expect(ending == .usage)
        #expect(vault.calls.isEmpty)
    }

    @Test func `a list is a table for people and as it came for programs`() async throws {
        let page = #"{"delegations":[{"# + Self.record + "]}"
        #expect(try await run("delegation list --client catalog", FakeVault(page), console) == .ok)
        #expect(console.output.contains("1 of 3") && console.output.contains("vdi_x"))
        let program = FakeConsole()
        let vault = FakeVault(page)
        #expect(
            try await run("delegation list --grant vgr_x --subject u --client c --json", vault, program) == .ok)
        #expect(program.output == page + "\n")
        guard case .listDelegations(let query)? = vault.calls.first else {
            Issue.record("no list was asked for")
            return
        }
        #expect(query.grant == "vgr_x" && query.subject == "u" && query.client == "c")
    }

    @Test func `one is revoked by id or by the secret from stdin`() async throws {
        let answer = #"{"id":"vdi_x","revoked":true}"#
        #expect(try await run("delegation revoke vdi_x", FakeVault(answer), console) == .ok)
        #expect(console.output == "revoked vdi_x\n")
        let vault = FakeVault(answer)
        #expect(try await run("delegation revoke --delegation-stdin", vault, FakeConsole()) == .ok)
        guard case .revokeDelegation(.secret)? = vault.calls.first else {
            Issue.record("the secret was not sent")
            return
        }
    }

    @Test func `a token by delegation stands alone on stdout`() async throws {
        let vault = FakeVault(Self.token)
        #expect(try await run("token get --delegation-stdin --scope a", vault, console) == .ok)
        #expect(console.output == "gho_canary")
        guard case .redeemToken(_, let scopes, nil, false, nil, nil)? = vault.calls.first else {
            Issue.record("no token was asked for by delegation")
            return
        }
        #expect(scopes == ["a"])
    }
}
