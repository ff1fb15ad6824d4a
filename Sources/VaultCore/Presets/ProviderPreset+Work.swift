/// Where teams keep their work: GitLab, Slack, Atlassian, Bitbucket and Salesforce.
extension ProviderPreset {
    private static let gitlabOAuth = "https://docs.gitlab.com/api/oauth2/"

    static let gitlab = ProviderPreset(
        name: "gitlab", title: "GitLab",
        placeholders: [PresetPlaceholder("domain", example: "gitlab.example.com", usual: "gitlab.com")],
        tokenEndpoint: Sourced("https://{domain}/oauth/token", gitlabOAuth),
        revocationEndpoint: Sourced("https://{domain}/oauth/revoke", gitlabOAuth),
        revocation: Sourced(.rfc7009, gitlabOAuth),
        authentication: Sourced(.clientSecretPost, gitlabOAuth),
        // A refresh ends the access token that was handed out before, too.
        rotation: Sourced(.rotates, "https://gitlab.com/gitlab-org/gitlab/-/issues/372358"),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(7_200, gitlabOAuth),
        errors: [
            Sourced(ErrorMap(codes: ["invalid_grant": .refused]), "https://github.com/dexidp/dex/pull/2352")
        ])

    private static let slackRotation = "https://docs.slack.dev/authentication/using-token-rotation"
    private static let slackMethod = "https://docs.slack.dev/reference/methods/oauth.v2.access"

    static let slack = ProviderPreset(
        name: "slack", title: "Slack",
        tokenEndpoint: Sourced("https://slack.com/api/oauth.v2.access", slackRotation),
        // auth.revoke wants the access token; what it does to the refresh token is not known.
        revocation: Sourced(.none, "https://docs.slack.dev/reference/methods/auth.revoke", verified: false),
        authentication: Sourced(.clientSecretPost, slackMethod, verified: false),
        rotation: Sourced(.rotates, slackRotation),
        narrowing: Sourced(.lineage, slackRotation, verified: false),
        defaultExpiresIn: Sourced(43_200, slackRotation),
        tokensIn: Sourced("authed_user", slackMethod),
        successMember: Sourced("ok", "https://docs.slack.dev/apis/web-api/#responses"),
        scopeSeparator: Sourced(.comma, slackMethod),
        errors: [
            Sourced(
                ErrorMap(codes: ["invalid_refresh_token": .refused]),
                "https://github.com/slackapi/python-slack-sdk/issues/1242"),
            Sourced(
                ErrorMap(codes: [
                    "token_expired": .refused, "token_revoked": .refused, "account_inactive": .refused,
                    "bad_client_id": .client, "ratelimited": .tooMany, "rate_limited": .tooMany,
                    "service_unavailable": .later,
                ]), slackMethod, verified: false),
            Sourced(
                ErrorMap(codes: [
                    "invalid_client_id": .client, "bad_client_secret": .client, "token_rotation_not_enabled": .client,
                    "accesslimited": .policy,
                    // Part of it may have succeeded; the same token then says so when it is sent again.
                    "internal_error": .later, "fatal_error": .later,
                ]),
                "https://docs.slack.dev/reference/methods/oauth.v2.exchange"),
        ],
        refusal: Sourced(
            ErrorAnswer(status: 200, code: "invalid_refresh_token"),
            "https://github.com/slackapi/python-slack-sdk/issues/1242"),
        wrongClient: Sourced(ErrorAnswer(status: 200, code: "bad_client_secret"), slackMethod))

    private static let atlassianRefresh = "https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens"
    private static let jiraJS = "https://mrrefactoring.github.io/jira.js/guide/oauth2-authentication"

    static let atlassian = ProviderPreset(
        name: "atlassian", title: "Atlassian (Jira, Confluence) 3LO",
        tokenEndpoint: Sourced("https://auth.atlassian.com/oauth/token", atlassianRefresh),
        revocation: Sourced(
            .none,
            "https://docs.gitguardian.com/secrets-detection/secrets-detection-engine/detectors/specifics/atlassian_auth_key"
        ),
        authentication: Sourced(.clientSecretPost, atlassianRefresh),
        // A window of ten minutes is hearsay, so nothing is built on it.
        rotation: Sourced(.rotates, atlassianRefresh),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(3_600, jiraJS),
        errors: [
            Sourced(
                ErrorMap(
                    codes: ["access_denied": .client]),
                "https://mrrefactoring.github.io/jira.js/api/functions/index.isReauthorizationRequired.html")
        ],
        refusal: Sourced(
            ErrorAnswer(status: 403, code: "invalid_grant"),
            "https://nango.dev/blog/jira-oauth-refresh-token-invalid-grant"),
        wrongClient: Sourced(
            ErrorAnswer(status: 401, code: "access_denied"),
            "https://mrrefactoring.github.io/jira.js/api/functions/index.isReauthorizationRequired.html"),
        absoluteLife: Sourced(31_536_000, atlassianRefresh, verified: false),
        idleLife: Sourced(7_776_000, jiraJS))

    private static let bitbucketOAuth =
        "https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/"

    static let bitbucket = ProviderPreset(
        name: "bitbucket", title: "Bitbucket Cloud",
        tokenEndpoint: Sourced(
            "https://bitbucket.org/site/oauth2/access_token",
            "https://bitbucket.org/site/master/issues/16249/im-trying-to-implement-the-bitbucket-oauth"),
        revocation: Sourced(.none, bitbucketOAuth, verified: false),
        authentication: Sourced(
            .clientSecretBasic,
            "https://bitbucket.org/site/master/issues/16249/im-trying-to-implement-the-bitbucket-oauth"),
        // Nothing is known of it, so nothing is sent twice.
        rotation: Sourced(.rotates, bitbucketOAuth, verified: false),
        // Scopes are those of the consumer.
        narrowing: Sourced(.lineage, "https://docs.unified.to/skills/bitbucket-oauth-app/SKILL.md"),
        defaultExpiresIn: Sourced(7_200, "https://github.com/chaoss/grimoirelab-perceval/pull/653", verified: false),
        errors: [
            // The call was malformed, the token is not dead.
            Sourced(
                ErrorMap(sentences: ["unsupported grant type: none": .client]),
                "https://bitbucket.org/site/master/issues/16249/im-trying-to-implement-the-bitbucket-oauth")
        ])

    private static let salesforceRefresh =
        "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_refresh_token_flow.htm"
    private static let salesforceErrors =
        "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm"

    static let salesforce = ProviderPreset(
        name: "salesforce", title: "Salesforce",
        placeholders: [PresetPlaceholder("domain", example: "test.salesforce.com", usual: "login.salesforce.com")],
        tokenEndpoint: Sourced("https://{domain}/services/oauth2/token", salesforceRefresh),
        revocationEndpoint: Sourced(
            "https://{domain}/services/oauth2/revoke",
            "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_revoke_token.htm", verified: false),
        revocation: Sourced(
            .rfc7009, "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_revoke_token.htm", verified: false),
        authentication: Sourced(.clientSecretPost, salesforceRefresh),
        // Where rotation is off the same token comes back, and nothing is lost by being careful.
        rotation: Sourced(.rotates, salesforceRefresh),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        // The session timeout of the org holds, which is 15 minutes at least.
        defaultExpiresIn: Sourced(900, salesforceRefresh, verified: false),
        omitsExpiresIn: Sourced(true, salesforceRefresh),
        errors: [
            Sourced(
                ErrorMap(codes: [
                    "inactive_user": .policy, "inactive_org": .policy, "invalid_client_id": .client,
                    "rate_limit_exceeded": .tooMany, "invalid_app_access": .policy,
                ]), salesforceErrors, verified: false),
            Sourced(
                ErrorMap(sentences: [
                    "expired access/refresh token": .refused, "authentication failure": .refused,
                    "inactive user": .policy, "inactive org": .policy,
                    "user hasn't approved this consumer": .consent,
                    "ip restricted or invalid login hours": .policy,
                ]), "https://nango.dev/blog/salesforce-oauth-refresh-token-invalid-grant", verified: false),
        ],
        issuanceCap: Sourced(
            IssuanceCap(count: 5, per: "user and application"),
            "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_request_manage.htm"))
}
