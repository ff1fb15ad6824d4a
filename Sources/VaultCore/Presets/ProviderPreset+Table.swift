/// The one table of providers; what is added here is known to the configuration, the provider client, `vaultctl provider show`
/// and `Docs/providers.md`.
extension ProviderPreset {
    package static let all: [ProviderPreset] =
        [google, githubOAuthApp, githubApp, gitlab, entra, okta, auth0, slack]
        + [atlassian, bitbucket, salesforce, discord, linear, notion]
        + [keycloak, dex, genericOIDC, genericOAuth2]

    package static func named(_ name: String) -> ProviderPreset? { all.first { $0.name == name } }
}
