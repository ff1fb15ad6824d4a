import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct GrantCommandTests {
    private static let record =
        #"{"grant":"vgr_5712m28m8tc411zdrabp","subject":"user:default/alice","provider":"github","account":"42","#
        + #""status":"reauth_required","reason":"lost_rotation","generation":3,"scopes":["gist","repo"],"labels":{"team":"web"},"#
        + #""created_at":0,"updated_at":86400,"minted_at":951782400,"refresh_token_expires_at":1090000,"new_member":1}"#

    private let console = FakeConsole()

    @Test func `put reads the token unseen, sends everything, prints the handle`() async throws {
        let vault = FakeVault(Self.record)
        let line =
            "grant put user:default/alice github --account 42 --scope repo --scope gist --label team=web --label a=b=c "
            + "--expires-in 90d --pin-sub s --pin-tenant t --acr urn:c --amr pwd --amr otp --auth-time 1700000000"
        #expect(try await run(line, vault, console) == .ok)
        guard case .putGrant(let grant)? = vault.calls.first else {
            Issue.record("nothing was put")
            return
        }
        #expect(grant.subject == "user:default/alice" && grant.provider == "github" && grant.account == "42")
        #expect(grant.scopes == ["repo", "gist"] && grant.labels == ["team": "web", "a": "b=c"])
        #expect(grant.refreshToken.unprotectedString() == "ghr_canary")
        #expect(grant.refreshTokenExpiresAt == 8_776_000)
        #expect(grant.pinnedSubject == "s" && grant.pinnedTenant == "t")
        #expect(grant.acr == "urn:c" && grant.amr == ["pwd", "otp"] && grant.authTime == 1_700_000_000)
        #expect(console.output == "vgr_5712m28m8tc411zdrabp\n")
        #expect(console.notes == "stored user:default/alice at github, generation 3\n")
        #expect(console.prompts == ["Refresh token of user:default/alice at github (not shown): "])
    }

    @Test func `put passes on what the vault warns of`() async throws {
        let warned = String(Self.record.dropLast()) + #","warnings":["issuance_cap_exceeded","of_later"]}"#
        #expect(try await run("grant put u p", FakeVault(warned), console) == .ok)
        #expect(
            console.notes.contains("vaultctl: warning: the provider lets fewer refresh tokens of this account live"))
        #expect(console.notes.contains("vaultctl: warning: of_later\n"))
        #expect(console.output == "vgr_5712m28m8tc411zdrabp\n")
    }

    @Test func `quiet put prints the handle alone`() async throws {
        #expect(try await run("grant put u p -q", FakeVault(Self.record), console) == .ok)
        #expect(console.output == "vgr_5712m28m8tc411zdrabp\n" && console.notes.isEmpty)
    }

    @Test(arguments: [
        "--label nothing", "--label =x", "--label a=1 --label a=2", "--expires-in soon", "--auth-time yesterday",
    ])
    func `put refuses a wrong option before it asks for the secret`(options: String) async throws {
        let vault = FakeVault(Self.record)
        #expect(try await run("grant put u p \(options)", vault, console) == .usage)
        #expect(vault.calls.isEmpty && console.prompts.isEmpty)
    }

    @Test func `put without a token fails and says how to give it`() async throws {
        console.secret = .failure(.empty)
        #expect(try await run("grant put u p", FakeVault(Self.record), console) == .failed)
        #expect(
            console.notes
                == "vaultctl: could not read the refresh token: no secret was given on stdin: type it, or pipe it to stdin\n"
        )
    }

    @Test func `list expiring asks for what dies within that time and tells when and of what`() async throws {
        let grant =
            #"{"grant":"vgr_5712m28m8tc411zdrabp","subject":"user:default/alice","provider":"okta","status":"active","#
            + #""generation":3,"scopes":[],"labels":{},"created_at":0,"updated_at":0,"dies_at":1604800,"dies_of":"idle_life"}"#
        let vault = FakeVault(#"{"grants":[\#(grant)]}"#)
        #expect(try await run("grant list --expiring 14d", vault, console) == .ok)
        guard case .listGrants(let query)? = vault.calls.first else {
            Issue.record("nothing was listed")
            return
        }
        #expect(query.expiringWithinSeconds == Int64(1_209_600))
        let lines = console.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines[0] == "GRANT SUBJECT PROVIDER ACCOUNT DIES OF LAST USED")
        #expect(
            lines[1]
                == "vgr_5712m28m8tc411zdrabp user:default/alice okta - \(TimeText.utc(1_604_800)) idle_life never")
        #expect(try await run("grant list --expiring 10ms", FakeVault("{}"), console) == .usage)
    }

    @Test func `show tells a grant line by line`() async throws {
        #expect(try await run("grant show vgr_x", FakeVault(Self.record), console) == .ok)
        #expect(
            console.output == """
                grant       vgr_5712m28m8tc411zdrabp
                subject     user:default/alice
                provider    github
                account     42
                status      reauth_required (lost_rotation)
                generation  3
                scopes      gist repo
                labels      team=web
                created     1970-01-01 00:00:00Z
                updated     1970-01-02 00:00:00Z
                minted      2000-02-29 00:00:00Z
                last used   never
                expires     1970-01-13 14:46:40Z (in 1d 1h)

                """)
    }

    @Test func `json is the daemon's answer, unknown members included`() async throws {
        #expect(try await run("grant show vgr_x --json", FakeVault(Self.record), console) == .ok)
        #expect(console.output == Self.record + "\n")
    }

    @Test func `a grant is named by handle or by user, provider and account`() async throws {
        let vault = FakeVault(Self.record)
        _ = try await run("grant show vgr_x", vault, console)
        _ = try await run("grant show u p --account a", vault, console)
        let selections = vault.calls.compactMap { call -> GrantSelection? in
            if case .lookupGrant(let selection) = call { selection } else { nil }
        }
        #expect(selections == [.handle("vgr_x"), .subject("u", provider: "p", account: "a")])
    }

    @Test(arguments: [
        "grant show alice", "token get alice", "grant revoke vgr_x github", "grant show vgr_x --account a",
    ])
    func `half a name, or two, is wrong usage`(line: String) async throws {
        let vault = FakeVault(Self.record)
        #expect(try await run(line, vault, console) == .usage)
        #expect(vault.calls.isEmpty && console.notes.contains("hint: "))
    }

    @Test func `list shows a table over all pages, and says when it was cut`() async throws {
        let vault = FakeVault { call in
            guard case .listGrants(let query) = call else { return .failure(.cancelled) }
            let next = query.cursor == "c2" ? "c3" : "c2"
            return .success(#"{"grants":[\#(Self.record)],"next_cursor":"\#(next)"}"#)
        }
        #expect(
            try await run(
                "grant list --limit 2 --label team=web --status active --provider p --subject s", vault, console) == .ok
        )
        #expect(
            console.output == """
                GRANT                     SUBJECT             PROVIDER  ACCOUNT  STATUS                           GENERATION  LAST USED
                vgr_5712m28m8tc411zdrabp  user:default/alice  github    42       reauth_required (lost_rotation)           3  never
                vgr_5712m28m8tc411zdrabp  user:default/alice  github    42       reauth_required (lost_rotation)           3  never

                """)
        #expect(console.notes == "there are more: raise --limit, or narrow the list with --subject or --provider\n")
        guard case .listGrants(let first)? = vault.calls.first else { return }
        #expect(first.limit == 2 && first.isActive == true && first.provider == "p" && first.subject == "s")
        #expect(first.label?.name == "team" && first.label?.value == "web")
        #expect(vault.calls.count == 2)
    }

    @Test func `list as json joins the pages`() async throws {
        let vault = FakeVault { call in
            guard case .listGrants(let query) = call else { return .failure(.cancelled) }
            return .success(
                query.cursor == nil
                    ? #"{"grants":[\#(Self.record)],"next_cursor":"c"}"# : #"{"grants":[\#(Self.record)]}"#)
        }
        #expect(try await run("grant list --json", vault, console) == .ok)
        #expect(console.output == #"{"grants":[\#(Self.record),\#(Self.record)]}"# + "\n")
    }

    @Test func `an empty list is a heading, quiet leaves that out too`() async throws {
        #expect(try await run("grant list", FakeVault(#"{"grants":[]}"#), console) == .ok)
        #expect(console.output == "GRANT  SUBJECT  PROVIDER  ACCOUNT  STATUS  GENERATION  LAST USED\n")
        let quiet = FakeConsole()
        #expect(try await run("grant list --quiet", FakeVault(#"{"grants":[]}"#), quiet) == .ok)
        #expect(quiet.output.isEmpty)
    }

    @Test func `control characters of a stored value do not reach the terminal`() async throws {
        let record = Self.record.replacing(#""account":"42""#, with: #""account":"\u001b[31m""#)
        #expect(try await run("grant show vgr_x", FakeVault(record), console) == .ok)
        #expect(!console.output.contains("\u{1B}"))
    }
}
