/// GitHub's two kinds, GitLab, Bitbucket.
extension RecordedProvider {
    static let code: [RecordedProvider] = [
        RecordedProvider(
            "github-oauth-app", source: "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps",
            githubAnswers),
        RecordedProvider(
            "github-app",
            source:
                "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens",
            githubAnswers),
        RecordedProvider(
            "gitlab", source: "https://docs.gitlab.com/api/oauth2/",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"c97d","token_type":"bearer","expires_in":7200,"created_at":1607635748}"#,
                    "refreshed c97d 7200", source: "RFC 6749 §6"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"access_token":"c97d","token_type":"bearer","expires_in":7200,"refresh_token":"803c","created_at":1607635748}"#,
                    "refreshed c97d 7200", rotated: "803c"),
                .invalidGrant(.expired, gitlabText, source: "https://gitlab.com/gitlab-org/cli/-/issues/7934"),
                .invalidGrant(.revoked, gitlabText, source: "https://github.com/dexidp/dex/pull/2352"),
                .invalidClient, .tooMany,
            ]),
        RecordedProvider(
            "bitbucket", source: "https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"scopes":"repository account","access_token":"bb","expires_in":7200,"token_type":"bearer"}"#,
                    "refreshed bb 7200", source: "https://gist.github.com/droidMakk/583cfe96d7f6f8a7e239764bf6f353ab"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"scopes":"account","access_token":"bb","expires_in":7200,"refresh_token":"bbr"}"#,
                    "refreshed bb 7200", rotated: "bbr"),
                .invalidGrant(.expired, "Invalid refresh_token", source: "unverified text"),
                .invalidGrant(.revoked, "Invalid refresh_token", source: "unverified text"),
                .invalidClient, .tooMany,
                // The call was malformed, not the token dead.
                RecordedAnswer(
                    .other, 400, #"{"error_description":"Unsupported grant type: None","error":"invalid_grant"}"#,
                    "client invalid_grant",
                    source: "https://bitbucket.org/site/master/issues/16249/im-trying-to-implement-the-bitbucket-oauth"),
            ]),
    ]

    private static let gitlabText =
        "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization "
        + "request, or was issued to another client."

    private static let form = "application/x-www-form-urlencoded; charset=utf-8"

    private static let githubAnswers = [
        RecordedAnswer(
            .success, 200, "access_token=ghu_1&expires_in=28800&scope=repo%2Cgist&token_type=bearer",
            "refreshed ghu_1 28800",
            type: form),
        RecordedAnswer(
            .rotation, 200,
            "access_token=ghu_1&expires_in=28800&refresh_token=ghr_2&refresh_token_expires_in=15897600&scope=&token_type=bearer",
            "refreshed ghu_1 28800", rotated: "ghr_2", type: form),
        RecordedAnswer(
            .rotation, 200,
            #"{"access_token":"ghu_1","expires_in":28800,"refresh_token":"ghr_2","refresh_token_expires_in":15897600,"scope":""}"#,
            "refreshed ghu_1 28800", rotated: "ghr_2"),
        RecordedAnswer(
            .expired, 200,
            "error=bad_refresh_token&error_description=The+refresh+token+passed+is+incorrect+or+expired.",
            "refused bad_refresh_token",
            type: form, source: "https://github.com/speakeasy-api/gram/pull/6088"),
        RecordedAnswer(
            .revoked, 200,
            #"{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired."}"#,
            "refused bad_refresh_token", source: "https://github.com/speakeasy-api/gram/pull/6088"),
        RecordedAnswer(
            .wrongSecret, 200,
            "error=incorrect_client_credentials&error_description=The+client_id+and%2For+client_secret+passed+are+incorrect.",
            "client incorrect_client_credentials", type: form),
        .tooMany,
        RecordedAnswer(.other, 200, "error=redirect_uri_mismatch", "client redirect_uri_mismatch", type: form),
    ]
}
