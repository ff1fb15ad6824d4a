/// GitHub's two kinds of applications: errors come with status 200, and a token is ended by DELETE.
extension ProviderPreset {
    private static let refreshing =
        "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens"
    private static let tokenErrors =
        "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors"
    private static let deleting =
        "https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token"
    private static let expiry =
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation"

    private static let githubErrors = [
        Sourced(
            ErrorMap(codes: [
                "incorrect_client_credentials": .client, "redirect_uri_mismatch": .client,
                "application_suspended": .client, "unverified_user_email": .policy,
            ]), tokenErrors),
        Sourced(
            ErrorMap(codes: ["bad_refresh_token": .refused]), "https://github.com/speakeasy-api/gram/pull/6088"),
    ]

    private static let githubRefusal = Sourced(
        ErrorAnswer(status: 200, code: "bad_refresh_token"), "https://github.com/speakeasy-api/gram/pull/6088")
    private static let githubWrongClient = Sourced(
        ErrorAnswer(status: 200, code: "incorrect_client_credentials"), tokenErrors)

    static let githubOAuthApp = ProviderPreset(
        name: "github-oauth-app", title: "GitHub OAuth app",
        tokenEndpoint: Sourced("https://github.com/login/oauth/access_token", refreshing),
        revocationEndpoint: Sourced("https://api.github.com/applications/{client_id}/token", deleting),
        revocation: Sourced(.githubToken, deleting),
        authentication: Sourced(.clientSecretPost, refreshing),
        // Refresh tokens are an opt-in of late; that they rotate as those of a GitHub App do is an inference.
        rotation: Sourced(.rotates, "https://github.com/cli/oauth/pull/143", verified: false),
        narrowing: Sourced(.lineage, refreshing, verified: false),
        defaultExpiresIn: Sourced(28_800, refreshing, verified: false),
        answerForm: Sourced(.form, "https://github.com/coreos/go-oidc/pull/26"),
        scopeSeparator: Sourced(
            .comma, "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps"),
        errors: githubErrors, refusal: githubRefusal, wrongClient: githubWrongClient,
        idleLife: Sourced(31_536_000, expiry),
        issuanceCap: Sourced(IssuanceCap(count: 10, per: "user, application and scope"), expiry, verified: false))

    static let githubApp = ProviderPreset(
        name: "github-app", title: "GitHub App",
        tokenEndpoint: Sourced("https://github.com/login/oauth/access_token", refreshing),
        revocationEndpoint: Sourced("https://api.github.com/applications/{client_id}/token", deleting),
        revocation: Sourced(.githubToken, deleting),
        authentication: Sourced(.clientSecretPost, refreshing),
        // The old refresh token and the old access token stop at once.
        rotation: Sourced(.rotates, refreshing),
        // What a token may do is the app's permissions and the user's; there are no scopes to ask for.
        narrowing: Sourced(.lineage, refreshing),
        defaultExpiresIn: Sourced(28_800, refreshing),
        answerForm: Sourced(.form, "https://github.com/coreos/go-oidc/pull/26"),
        scopeSeparator: Sourced(
            .comma, "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps"),
        errors: githubErrors, refusal: githubRefusal, wrongClient: githubWrongClient,
        idleLife: Sourced(15_897_600, refreshing))
}
