import Testing
import VaultCore
import VaultService
import VaultTestSupport

/// What is asked of providers, by what it came to.
struct MeteredProviderTests {
    @Test func `refreshes are counted by outcome and timed, revocations counted`() async throws {
        let inner = ScriptedProvider()
        let provider = MeteredProvider(inner)
        let settings = Fixtures.provider("acme")
        inner.answerOnce(
            .refused(nil), .transient(.serverError, retryAfterSeconds: nil), .unknown(.noAnswer))
        for _ in 0..<3 {
            _ = await provider.refresh(
                RefreshRequest(provider: settings, refreshToken: Secret(copyingTextOf: "r"), scopes: nil))
        }
        _ = await provider.revoke(RevocationRequest(provider: settings, refreshToken: Secret(copyingTextOf: "r")))
        var exposition = Exposition()
        provider.tell(to: &exposition, providers: [settings.name, try ProviderName("idle")])
        let lines = Set(exposition.text.split(separator: "\n").map(String.init))
        for line in [
            #"vaultd_provider_refreshes_total{provider="acme",result="refused"} 1"#,
            #"vaultd_provider_refreshes_total{provider="acme",result="server_error"} 1"#,
            #"vaultd_provider_refreshes_total{provider="acme",result="no_answer"} 1"#,
            #"vaultd_provider_refreshes_total{provider="acme",result="refreshed"} 0"#,
            #"vaultd_provider_refreshes_total{provider="idle",result="refreshed"} 0"#,
            #"vaultd_provider_refreshes_in_flight{provider="acme"} 0"#,
            #"vaultd_provider_refresh_duration_seconds_count{provider="acme"} 3"#,
            #"vaultd_provider_revocations_total{provider="acme",result="revoked"} 1"#,
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }
}
