import Testing
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultFetchWire
import VaultTestSupport

@testable import VaultProvider

/// What each provider says, through the configuration, the preset and the client as they are.
struct RecordedAnswerTests {
    @Test func `every preset has its answers, of every kind, each with a source`() {
        #expect(Set(RecordedProvider.all.map(\.preset)) == Set(ProviderPreset.all.map(\.name)))
        for provider in RecordedProvider.all {
            let kinds = Set(provider.answers.map(\.kind))
            #expect(kinds.union([.other]) == Set(RecordedAnswer.Kind.allCases), "\(provider.preset)")
            #expect(provider.source.hasPrefix("https://") || provider.source.hasPrefix("RFC "), "\(provider.preset)")
        }
    }

    @Test(arguments: RecordedProvider.all)
    func `each answer of a provider comes to what the vault should do`(recorded: RecordedProvider) async throws {
        let provider = try Self.provider(recorded)
        for answer in recorded.answers {
            let fetching = Self.fetching(
                provider,
                Samples.reply(answer.status, answer.body, type: answer.type, retryAfter: answer.retryAfter))
            let outcome = await Self.client(fetching).refresh(
                RefreshRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt"), scopes: nil))
            #expect(outcome.word == answer.outcome, "\(recorded.preset): \(answer.body)")
            guard case .refreshed(let tokens) = outcome else { continue }
            #expect(Samples.text(tokens.refreshToken) == answer.rotated, "\(recorded.preset): \(answer.body)")
        }
    }

    @Test(arguments: RecordedProvider.all)
    func `no fault of the client registration and no rate limit ends a grant`(recorded: RecordedProvider) throws {
        let rules = OutcomeRules(
            provider: try Self.provider(recorded), sentScopes: false, now: Timestamp(seconds: 0))
        for answer in recorded.answers where [.wrongSecret, .rateLimit].contains(answer.kind) {
            let reply = Samples.reply(answer.status, answer.body, type: answer.type)
            guard case .refused = rules.outcome(of: reply) else { continue }
            Issue.record("\(recorded.preset) ends a grant with \(answer.body)")
        }
    }

    @Test func `Slack's and GitHub's scopes come apart at their commas`() throws {
        for (preset, body, type) in [
            ("slack", #"{"ok":true,"access_token":"a","scope":"chat:write,commands"}"#, "application/json"),
            ("github-app", "access_token=a&scope=chat:write%2Ccommands", "application/x-www-form-urlencoded"),
        ] {
            let provider = try Self.provider(RecordedProvider(preset, source: "", []))
            let reply = FetchReply(status: 200, contentType: type, body: Samples.body(body))
            let outcome = OutcomeRules(provider: provider, sentScopes: false, now: Timestamp(seconds: 0)).outcome(
                of: reply)
            guard case .refreshed(let tokens) = outcome else {
                Issue.record("not refreshed: \(outcome.word)")
                continue
            }
            #expect(tokens.scopes == (try ScopeSet(["chat:write", "commands"])))
        }
    }

    @Test func `Notion is asked in JSON, with Basic authentication`() async throws {
        let provider = try Self.provider(RecordedProvider("notion", source: "", []))
        let fetching = Self.fetching(provider, Samples.reply(200, #"{"access_token":"a"}"#))
        _ = await Self.client(fetching).refresh(
            RefreshRequest(provider: provider, refreshToken: Secret(copyingTextOf: "r\"t\\"), scopes: nil))
        let request = try #require(fetching.requests.first)
        #expect(Samples.text(request.body) == #"{"grant_type":"refresh_token","refresh_token":"r\"t\\"}"#)
        #expect(request.headers.contains { $0.name == "Content-Type" && Samples.text($0.value) == "application/json" })
        #expect(request.headers.contains { $0.name == "Authorization" })
    }

    // MARK: helpers

    static func provider(_ recorded: RecordedProvider, clientID: String = "app") throws -> ProviderSettings {
        let text = """
            {
              seal_key: {file: '/k'}, store: {path: '/s/s'}, audit: {path: '/a/a'},
              sockets: {workload: {path: '/w/s'}, admin: {path: '/m/s'}},
              providers: {it: {preset: '\(recorded.preset)', client_id: '\(clientID)', client_secret: {file: '/s'},
                \(recorded.members ?? "")}},
            }
            """
        let loaded = try ConfigurationReader.read(Array(text.utf8), accounts: NoAccounts())
        return try #require(loaded.settings.providers.first)
    }

    /// Answers at the token endpoint; where the preset has none, its metadata names one.
    static func fetching(_ provider: ProviderSettings, _ reply: FetchOutcome) -> FakeFetching {
        if let endpoint = provider.tokenEndpoint { return FakeFetching([endpoint: reply]) }
        let issuer = provider.issuer ?? ""
        return FakeFetching([
            "\(issuer)/.well-known/openid-configuration": Samples.reply(
                200, #"{"issuer":"\#(issuer)","token_endpoint":"https://id.example.com/t"}"#),
            "https://id.example.com/t": reply,
        ])
    }

    static func client(_ fetching: FakeFetching) -> OAuthProviderClient {
        let clock = ManualClock()
        let secrets = SecretCache(clock: clock) { (_) throws(SecretReadError) in Secret(copyingTextOf: "s1") }
        return OAuthProviderClient(
            fetching: fetching, secrets: secrets, signer: SodiumClientSigner(), clock: clock)
    }

    private struct NoAccounts: AccountNames {
        func uid(ofUser name: String) -> UInt32? { nil }
        func gid(ofGroup name: String) -> UInt32? { nil }
    }
}
