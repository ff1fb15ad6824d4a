import Testing
import VaultCore

/// The table of presets is whole: names, sources, addresses.
struct ProviderPresetTests {
    @Test func `the table has every provider that is promised, each once`() {
        let promised = [
            "google", "github-oauth-app", "github-app", "gitlab", "entra", "okta", "auth0", "slack", "atlassian",
            "bitbucket", "salesforce", "discord", "linear", "notion", "keycloak", "dex", "generic-oidc",
            "generic-oauth2",
        ]
        #expect(ProviderPreset.all.map(\.name) == promised)
        #expect(Set(ProviderPreset.all.map(\.title)).count == promised.count)
    }

    @Test func `a word that no two presets mean differently is known everywhere`() {
        #expect(
            ErrorMap.common.codes["bad_refresh_token"] == .refused && ErrorMap.common.codes["access_denied"] == .client)
        #expect(ErrorMap.common.numbers[53_003] == .policy && ErrorMap.common.subcodes["invalid_rapt"] == .stepUp)
        #expect(ErrorMap.common.sentences.isEmpty)
    }

    @Test func `the standard's words mean the same at every preset but for what its provider says otherwise`() {
        for preset in ProviderPreset.all {
            #expect(
                preset.errorMap.codes["invalid_grant"] == .refused && preset.errorMap.codes["invalid_client"] == .client
            )
        }
        #expect(ProviderPreset.named("google")?.errorMap.codes["access_denied"] == nil)
        #expect(ProviderPreset.named("atlassian")?.errorMap.codes["access_denied"] == .client)
    }
}
