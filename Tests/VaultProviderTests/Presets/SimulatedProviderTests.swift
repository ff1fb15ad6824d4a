import TestHarness
import Testing
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultJSON
import VaultTestSupport

@testable import VaultProvider

extension ProcessSuites {
    /// Each preset against the simulator that plays its provider: the real configuration reader, client and `vaultfetch`, over
    /// real sockets.
    struct SimulatedProviderTests {
        @Test(arguments: ProviderPreset.all.map(\.name))
        func `a provider is refreshed, refuses, and is asked to revoke as its preset says`(name: String) async throws {
            let preset = try #require(ProviderPreset.named(name))
            let simulator = try RunningSimulator("--profile", name)
            let provider = try Self.provider(preset, simulator)
            let fetch = try Fetch()
            let client = Self.client(fetch, secret: simulator.process.secret)

            let first = try simulator.mint()
            guard case .refreshed(let tokens) = await Self.refresh(client, provider, first.refreshToken) else {
                Issue.record("\(name) was not refreshed")
                return
            }
            // The simulator's own life of an access token is an hour.
            #expect(tokens.expiresInSeconds == preset.defaultExpiresIn?.value ?? 3_600)
            #expect((tokens.refreshToken == nil) == (preset.rotation.value == .none))
            #expect(tokens.scopes == (try ScopeSet(["a"])))

            let wrong = await Self.refresh(Self.client(fetch, secret: "wrong"), provider, first.refreshToken)
            #expect(wrong.word == "client \(preset.wrongClient?.value.code ?? "invalid_client")")

            try simulator.setFault(#"{"kind":"answer","status":429,"count":1}"#)
            let current = Samples.text(tokens.refreshToken) ?? first.refreshToken
            #expect(await Self.refresh(client, provider, current).word.hasPrefix("transient rate_limited"))

            _ = try simulator.control("POST", "/sim/kill", "{\"lineage\":\(first.lineage)}")
            let dead = await Self.refresh(client, provider, current)
            #expect(dead.word == "refused \(preset.refusal?.value.code ?? "invalid_grant")")

            let second = try simulator.mint()
            let outcome = await client.revoke(
                RevocationRequest(provider: provider, refreshToken: Secret(copyingTextOf: second.refreshToken)))
            #expect(outcome == (provider.revocation == .none ? .notSupported : .revoked))
            if provider.revocation == .rfc7009 {
                #expect(
                    await Self.refresh(client, provider, second.refreshToken).word
                        == "refused \(preset.refusal?.value.code ?? "invalid_grant")")
            }
        }

        @Test func `GitHub's last access token is deleted over the wire`() async throws {
            let preset = try #require(ProviderPreset.named("github-app"))
            let simulator = try RunningSimulator("--profile", "github-app")
            let client = Self.client(try Fetch(), secret: simulator.process.secret)
            let minted = try simulator.mint()
            let request = RevocationRequest(
                provider: try Self.provider(preset, simulator), refreshToken: Secret(copyingTextOf: minted.refreshToken)
            )
            #expect(await client.revoke(request) == .revoked)
            let verdicts = try simulator.log(count: 2, until: "answered").map { $0["verdict"]?.string }
            #expect(verdicts == ["refreshed", "revoked_access_token"])
        }

        // MARK: helpers

        private static func refresh(
            _ client: OAuthProviderClient, _ provider: ProviderSettings, _ token: String
        ) async -> RefreshOutcome {
            await client.refresh(
                RefreshRequest(provider: provider, refreshToken: Secret(copyingTextOf: token), scopes: nil))
        }

        private static func client(_ fetch: Fetch, secret: String) -> OAuthProviderClient {
            let clock = ManualClock()
            let secrets = SecretCache(clock: clock) { (_) throws(SecretReadError) in Secret(copyingTextOf: secret) }
            return OAuthProviderClient(
                fetching: fetch.pool, secrets: secrets, signer: SodiumClientSigner(), clock: clock)
        }

        /// The preset with the simulator's addresses in the place of its own.
        private static func provider(_ preset: ProviderPreset, _ simulator: RunningSimulator) throws -> ProviderSettings
        {
            let base = simulator.process.baseURL
            var members: String
            if preset.tokenEndpoint == nil, preset.name != "generic-oauth2" {
                members = "issuer: '\(base)'"
            } else {
                members = "token_endpoint: '\(base)/token'"
                switch preset.revocation?.value {
                case .some(.none), nil: break
                case .rfc7009: members += ", revocation_endpoint: '\(base)/revoke'"
                case .githubToken: members += ", revocation_endpoint: '\(base)/applications/vault/token'"
                }
            }
            return try RecordedAnswerTests.provider(
                RecordedProvider(preset.name, source: "", members: "\(members), deadline: '60s'", []), clientID: "vault"
            )
        }
    }
}
