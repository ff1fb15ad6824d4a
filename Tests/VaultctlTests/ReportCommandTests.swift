import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct ReportCommandTests {
    private static let answer =
        #"{"days":30,"since":86400,"recorded_since":86400,"uses":[{"client":"catalog","provider":"github","narrowing":"lineage","#
        + #""allows_all":false,"allowed":["gist","repo"],"calls_naming_scopes":12,"calls_naming_none":0,"calls_given_more":3,"#
        + #""calls_given_unnamed":0,"not_told_apart":0,"asked":[{"scope":"repo","calls":12}],"used":[{"scope":"repo","calls":12}],"#
        + #""granted":["read","repo"],"delegated":[],"never_used":["gist"],"unneeded":["read"],"#
        + #""broader":["rule_names_more","token_has_more"]},{"client":"web","provider":"github","narrowing":"lineage","#
        + #""allows_all":true,"allowed":[],"calls_naming_scopes":0,"calls_naming_none":5,"calls_given_more":0,"#
        + #""calls_given_unnamed":0,"not_told_apart":2,"asked":[],"used":[],"granted":["repo"],"delegated":[],"never_used":[],"#
        + #""unneeded":[],"broader":[]}],"rules":[{"rule":"clients.catalog.allow[0]","scopes":["gist","repo"],"advice":"tighten","#
        + #""suggested":["repo"],"lines":["\"scopes\": [\"repo\"]"]},{"rule":"clients.web.allow[0]","advice":"asks_for_all","#
        + #""lines":[]}],"left_out":4}"#

    private let console = FakeConsole()

    @Test func `a table tells what is, and below it stands what to write`() async throws {
        let vault = FakeVault(Self.answer)
        #expect(try await run("report scopes --client catalog --provider github --days 30", vault, console) == .ok)
        guard case .reportScopes(let client, let provider, let days)? = vault.calls.first else {
            Issue.record("nothing was asked")
            return
        }
        #expect(client == "catalog" && provider == "github" && days == 30)
        let lines = console.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines == [
                "scopes of the last 30 days, counted since 1970-01-02 00:00:00Z; nothing is known of the time before",
                "CLIENT PROVIDER ASKED ASKED FOR ALL ALLOWED USED GRANTED NEVER USED BROADER THAN NEEDED",
                "catalog github 12 0 gist repo repo(12) read repo gist the rule names more; 3 calls got more: read",
                "web github 0 5 all - repo - unknown, it never says what it needs; 2 calls or scopes not told apart",
                "clients.catalog.allow[0]:",
                #""scopes": ["repo"],"#,
                "clients.web.allow[0]: nothing can be said but what tokens carried: calls never name scopes "
                    + "(have the client name them in token.get)",
            ])
        #expect(console.notes == "4 more: name a client or a provider\n")
    }

    @Test func `quiet leaves the rows and the lines`() async throws {
        #expect(try await run("report scopes --quiet", FakeVault(Self.answer), console) == .ok)
        let lines = console.output.split(separator: "\n")
        #expect(lines.count == 4 && lines[0].hasPrefix("catalog") && lines[3].hasSuffix(#""scopes": ["repo"],"#))
        #expect(console.notes.isEmpty)
    }

    @Test func `with json the answer comes as it is`() async throws {
        #expect(try await run("report scopes --json", FakeVault(Self.answer), console) == .ok)
        #expect(console.output == Self.answer + "\n" && console.notes.isEmpty)
    }

    @Test(arguments: ["0", "401", "many"])
    func `days that the vault would not take are not sent`(days: String) async throws {
        let vault = FakeVault(Self.answer)
        #expect(try await run("report scopes --days \(days)", vault, console) == .usage)
        #expect(vault.calls.isEmpty)
    }
}
