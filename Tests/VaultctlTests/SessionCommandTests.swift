import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct SessionCommandTests {
    private static let record =
        #"{"id":"vsi_x","subject":"user:default/alice","class":"browser","created_at":1,"last_seen_at":5,"ends_at":65,"#
        + #""expires_at":100,"amr":["pwd","otp"],"roles":["operator"],"auth_time":1,"user_agent":"Fire\u001bfox","address":"192.0.2.7"}"#
    private static let page = #"{"sessions":[\#(record)]}"#

    private let console = FakeConsole()

    @Test func `a list is a table for people and as it came for programs`() async throws {
        let vault = FakeVault(Self.page)
        #expect(try await run("session list --subject user:default/alice --class browser", vault, console) == .ok)
        #expect(console.output.contains("vsi_x") && console.output.contains("192.0.2.7"))
        #expect(!console.output.contains("\u{1B}"))
        guard case .listSessions(let query)? = vault.calls.first else {
            Issue.record("no sessions were asked for")
            return
        }
        #expect(query.subject == "user:default/alice" && query.kind == "browser")
        let json = FakeConsole()
        #expect(try await run("session list --json", FakeVault(Self.page), json) == .ok)
        #expect(json.output == Self.page + "\n")
    }

    @Test func `one is shown with how and where its user signed in`() async throws {
        let vault = FakeVault(Self.page)
        #expect(try await run("session show vsi_x", vault, console) == .ok)
        for text in ["vsi_x", "pwd otp", "operator", "192.0.2.7", "1970-01-01"] {
            #expect(console.output.contains(text))
        }
        let json = FakeConsole()
        #expect(try await run("session show vsi_x --json", FakeVault(Self.page), json) == .ok)
        #expect(json.output == Self.record + "\n")
    }

    @Test func `one is revoked by id, and all by whose they are`() async throws {
        let revoked = FakeVault(#"{"id":"vsi_x","revoked":true,"set_cookie":"c"}"#)
        #expect(try await run("session revoke vsi_x", revoked, console) == .ok)
        #expect(console.output == "revoked vsi_x\n")
        for (line, text) in [
            ("session revoke-all --subject u", "revoked 1 session\n"),
            ("session revoke-all --provider p", "revoked 1 session\n"),
            ("session revoke-all --everyone", "revoked 1 session\n"),
        ] {
            let console = FakeConsole()
            let vault = FakeVault(#"{"ended":1}"#)
            #expect(try await run(line, vault, console) == .ok)
            #expect(console.output == text)
            guard case .endSessions? = vault.calls.first else {
                Issue.record("no sessions were ended")
                continue
            }
        }
    }

    @Test(arguments: [
        "session revoke", "session revoke vsi_x --session-stdin", "session revoke-all", "session show",
        "session revoke-all --everyone --subject u", "session revoke-all --subject u --provider p",
    ])
    func `what is not enough or too much is wrong usage, and asks nothing`(line: String) async throws {
        let vault = FakeVault(Self.page)
        let ending: ExitCode
        do { ending = try await run(line, vault, console) } catch is UsageError { ending = .usage }
        #expect(ending == .usage)
        #expect(vault.calls.isEmpty)
    }
}
