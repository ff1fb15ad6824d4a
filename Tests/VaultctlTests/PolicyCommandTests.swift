import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct PolicyCommandTests {
    private static let question =
        "policy explain --client catalog --method token.get --provider github --subject user:default/alice --scope repo"

    private let console = FakeConsole()

    @Test func `everything that is asked about is sent`() async throws {
        let vault = FakeVault(#"{"allowed":true,"rule":"clients.catalog.allow[0]"}"#)
        #expect(try await run(Self.question + " --scope gist --by-socket workload", vault, console) == .ok)
        var query = PolicyQuery(client: "catalog", method: "token.get")
        (query.provider, query.subject, query.socket) = ("github", "user:default/alice", "workload")
        query.scopes = ["repo", "gist"]
        guard case .explainPolicy(let sent)? = vault.calls.first else {
            Issue.record("nothing was asked")
            return
        }
        #expect(sent == query)
        #expect(
            console.output == """
                allowed
                rule    clients.catalog.allow[0]
                scopes  all that the grant has

                """)
    }

    @Test func `a denied call names the rule and what it lacks, and ends with the code of a denial`() async throws {
        let vault = FakeVault(
            #"{"allowed":false,"reason":"scope_exceeded","rule":"clients.catalog.allow[1]","scopes":["read:user"],"#
                + #""full_token":true,"max_token_life":3600,"scopes_beyond":["repo"]}"#)
        #expect(try await run(Self.question, vault, console) == .denied)
        #expect(
            console.output == """
                denied: the rule does not give repo: add it to its scopes
                rule        clients.catalog.allow[1]
                scopes      read:user; a token for more may stand in
                token life  at most 1h

                """)
    }

    @Test func `the roles of which a session must have one are told`() async throws {
        let vault = FakeVault(
            #"{"allowed":true,"rule":"clients.catalog.allow[0]","require_role":["operator","admin"]}"#)
        #expect(try await run(Self.question, vault, console) == .ok)
        #expect(
            console.output == """
                allowed
                rule     clients.catalog.allow[0]
                scopes   all that the grant has
                role     the session must have one of operator admin
                session  the call must name a live one of the user

                """)
    }

    @Test func `what a rule requires of the sign-in is told`() async throws {
        let vault = FakeVault(
            #"{"allowed":true,"rule":"clients.catalog.allow[0]","require_acr":["gold","silver"],"#
                + #""require_amr":["otp"],"max_auth_age":3600}"#)
        #expect(try await run(Self.question, vault, console) == .ok)
        #expect(
            console.output == """
                allowed
                rule     clients.catalog.allow[0]
                scopes   all that the grant has
                sign-in  acr one of gold silver, amr all of otp, at most 1h ago

                """)
    }

    @Test(arguments: [
        ("unknown_client", "no client catalog is configured: add it below clients"),
        ("method_not_allowed", "no rule of clients.catalog names token.get: add it to methods of one"),
        ("provider_not_allowed", "no rule of clients.catalog names token.get for github: add it to providers of one"),
        (
            "subject_not_allowed",
            "no rule of clients.catalog names token.get for github and user:default/alice: add it to subjects of one"
        ),
        ("wrong_socket", "token.get is offered by the admin socket only"),
        ("a_newer_reason", "a_newer_reason"),
    ])
    func `what is missing is said in words`(reason: String, text: String) async throws {
        let vault = FakeVault(#"{"allowed":false,"reason":"\#(reason)"}"#)
        #expect(try await run(Self.question, vault, console) == .denied)
        #expect(console.output == "denied: \(text)\n")
    }

    @Test(arguments: ["policy explain --method token.get", "policy explain --client catalog"])
    func `a question without who or what is none`(line: String) async throws {
        let vault = FakeVault("{}")
        #expect(try await run(line, vault, console) == .usage)
        #expect(vault.calls.isEmpty)
    }
}
