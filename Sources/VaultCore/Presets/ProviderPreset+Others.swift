/// Discord, Linear, Notion, the servers that people run themselves, and entries for what has none.
extension ProviderPreset {
    private static let discordOAuth = "https://discord.com/developers/docs/topics/oauth2"

    static let discord = ProviderPreset(
        name: "discord", title: "Discord",
        tokenEndpoint: Sourced("https://discord.com/api/oauth2/token", discordOAuth),
        revocationEndpoint: Sourced("https://discord.com/api/oauth2/token/revoke", discordOAuth),
        revocation: Sourced(.rfc7009, discordOAuth),
        authentication: Sourced(.clientSecretPost, discordOAuth),
        rotation: Sourced(.rotates, discordOAuth, verified: false),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(604_800, "https://qiita.com/tukiyo3/items/af76483f0429549f63f2"),
        errors: [Sourced(ErrorMap(codes: ["invalid_grant": .refused]), discordOAuth, verified: false)])

    private static let linearOAuth = "https://linear.app/developers/oauth-2-0-authentication"

    static let linear = ProviderPreset(
        name: "linear", title: "Linear",
        tokenEndpoint: Sourced("https://api.linear.app/oauth/token", linearOAuth),
        revocationEndpoint: Sourced("https://api.linear.app/oauth/revoke", linearOAuth, verified: false),
        revocation: Sourced(.rfc7009, linearOAuth, verified: false),
        authentication: Sourced(.clientSecretPost, linearOAuth, verified: false),
        rotation: Sourced(.rotates, "https://github.com/superset-sh/superset/pull/4002"),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(86_400, "https://github.com/ceedaragents/cyrus/issues/285"),
        scopeSeparator: Sourced(.comma, linearOAuth),
        errors: [
            Sourced(
                ErrorMap(codes: ["invalid_grant": .refused]),
                "https://nango.dev/blog/linear-oauth-refresh-token-invalid-grant")
        ])

    private static let notionRefresh = "https://developers.notion.com/reference/refresh-a-token"

    static let notion = ProviderPreset(
        name: "notion", title: "Notion",
        tokenEndpoint: Sourced("https://api.notion.com/v1/oauth/token", notionRefresh),
        // /v1/oauth/revoke takes access tokens; what it does to the refresh token is not known.
        revocation: Sourced(.none, "https://developers.notion.com/reference/revoke-token", verified: false),
        authentication: Sourced(.clientSecretBasic, notionRefresh),
        rotation: Sourced(.rotates, notionRefresh, verified: false),
        narrowing: Sourced(.lineage, notionRefresh, verified: false),
        defaultExpiresIn: Sourced(3_600, notionRefresh, verified: false),
        omitsExpiresIn: Sourced(true, notionRefresh),
        requestForm: Sourced(.json, notionRefresh),
        errors: [
            Sourced(
                ErrorMap(codes: ["invalid_grant": .refused]),
                "https://nango.dev/blog/notion-oauth-refresh-token-invalid-grant")
        ])

    private static let keycloakSessions =
        "https://www.keycloak.org/docs/latest/server_admin/#_timeouts"

    static let keycloak = ProviderPreset(
        name: "keycloak", title: "Keycloak",
        placeholders: [
            PresetPlaceholder("domain", example: "sso.example.com"), PresetPlaceholder("realm", example: "staff"),
        ],
        issuer: Sourced("https://{domain}/realms/{realm}", "https://www.keycloak.org/securing-apps/oidc-layers"),
        revocation: Sourced(.rfc7009, "RFC 8414 §2"),
        authentication: Sourced(.clientSecretBasic, "https://www.keycloak.org/securing-apps/oidc-layers"),
        // With "Revoke Refresh Token" off, as it is at first. Where it is on, say rotation: "revokes_family_on_reuse".
        rotation: Sourced(.oldStaysValid, keycloakSessions),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        errors: [Sourced(ErrorMap(codes: ["invalid_grant": .refused]), keycloakSessions, verified: false)],
        wrongClient: Sourced(
            ErrorAnswer(status: 401, code: "unauthorized_client"), keycloakSessions, verified: false),
        idleLife: Sourced(2_592_000, "https://www.keycloak.org/docs/latest/server_admin/#_offline-access"))

    private static let dexTokens = "https://dexidp.io/docs/configuration/tokens/"

    static let dex = ProviderPreset(
        name: "dex", title: "dex",
        placeholders: [PresetPlaceholder("domain", example: "dex.example.com")],
        issuer: Sourced("https://{domain}", dexTokens),
        // dex has no revocation endpoint; its gRPC API can end what a user has.
        revocation: Sourced(.none, dexTokens, verified: false),
        authentication: Sourced(.clientSecretBasic, "OpenID Connect Core §9"),
        // How long a token may come twice (reuseInterval) is for the configuration of dex to say, so nothing is built on it.
        rotation: Sourced(.rotates, dexTokens),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(86_400, "https://docs.stakater.com/dco/latest/guides/token-expiry.html"),
        errors: [Sourced(ErrorMap(codes: ["invalid_grant": .refused]), "https://github.com/dexidp/dex/issues/2547")])

    static let genericOIDC = ProviderPreset(
        name: "generic-oidc", title: "Any other OpenID Connect provider",
        revocation: Sourced(.rfc7009, "RFC 8414 §2"),
        authentication: Sourced(.clientSecretBasic, "OpenID Connect Core §9"),
        // Whatever it does, nothing is sent twice (RFC 9700 §4.14.2).
        rotation: Sourced(.revokesFamilyOnReuse, "RFC 9700 §4.14.2"),
        narrowing: Sourced(.lineage, "RFC 6749 §6"))

    static let genericOAuth2 = ProviderPreset(
        name: "generic-oauth2", title: "Any other OAuth 2 provider",
        revocation: Sourced(.rfc7009, "RFC 7009"),
        authentication: Sourced(.clientSecretBasic, "RFC 6749 §2.3.1"),
        rotation: Sourced(.revokesFamilyOnReuse, "RFC 9700 §4.14.2"),
        narrowing: Sourced(.lineage, "RFC 6749 §6"))
}
