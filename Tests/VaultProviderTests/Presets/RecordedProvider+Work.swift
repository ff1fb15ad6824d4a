/// Slack, Atlassian, Salesforce, Discord, Linear, Notion.
extension RecordedProvider {
    static let work: [RecordedProvider] = [
        RecordedProvider(
            "slack", source: "https://docs.slack.dev/authentication/using-token-rotation",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"ok":true,"access_token":"xoxe.xoxb-1","token_type":"bot","scope":"chat:write,commands"}"#,
                    "refreshed xoxe.xoxb-1 43200"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"ok":true,"access_token":"xoxe.xoxb-1","expires_in":43200,"refresh_token":"xoxe-1-b","token_type":"bot"}"#,
                    "refreshed xoxe.xoxb-1 43200", rotated: "xoxe-1-b"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"ok":true,"app_id":"A","authed_user":{"id":"U","scope":"search:read","access_token":"xoxe.xoxp-1","#
                        + #""expires_in":43199,"refresh_token":"xoxe-1-u","token_type":"user"}}"#,
                    "refreshed xoxe.xoxp-1 43199", rotated: "xoxe-1-u",
                    source: "https://docs.slack.dev/reference/methods/oauth.v2.access"),
                RecordedAnswer(
                    .expired, 200, #"{"ok":false,"error":"invalid_refresh_token"}"#, "refused invalid_refresh_token",
                    source: "https://github.com/slackapi/python-slack-sdk/issues/1242"),
                RecordedAnswer(.revoked, 200, #"{"ok":false,"error":"token_revoked"}"#, "refused token_revoked"),
                .invalidGrant(
                    .revoked, "Token has been expired or revoked.",
                    source: "https://nango.dev/blog/slack-oauth-refresh-token-invalid-grant"),
                RecordedAnswer(
                    .wrongSecret, 200, #"{"ok":false,"error":"bad_client_secret"}"#, "client bad_client_secret"),
                RecordedAnswer(
                    .rateLimit, 429, #"{"ok":false,"error":"ratelimited"}"#, "transient rate_limited 30",
                    retryAfter: "30",
                    source: "https://docs.slack.dev/apis/web-api/rate-limits"),
                RecordedAnswer(.other, 200, #"{"ok":false,"error":"internal_error"}"#, "transient server_error -"),
                RecordedAnswer(.other, 200, #"{"ok":false}"#, "transient bad_answer -"),
                RecordedAnswer(.other, 200, #"{"ok":false,"access_token":"xoxe"}"#, "unknown bad_answer"),
                RecordedAnswer(
                    .other, 200, #"{"ok":false,"error":"accesslimited"}"#, "policy accesslimited",
                    source: "https://docs.slack.dev/reference/methods/oauth.v2.exchange"),
            ]),
        RecordedProvider(
            "atlassian", source: "https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"eyJ","expires_in":3600,"scope":"read:jira-work","token_type":"Bearer"}"#,
                    "refreshed eyJ 3600"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"access_token":"eyJ","refresh_token":"eyR","expires_in":3600,"scope":"offline_access"}"#,
                    "refreshed eyJ 3600", rotated: "eyR"),
                .invalidGrant(.expired, "Unknown or invalid refresh token.", status: 403),
                .invalidGrant(.revoked, "Unknown or invalid refresh token.", status: 403),
                RecordedAnswer(
                    .wrongSecret, 401, #"{"error":"access_denied","error_description":"Unauthorized"}"#,
                    "client access_denied",
                    source: "https://mrrefactoring.github.io/jira.js/api/functions/index.isReauthorizationRequired.html"
                ),
                .tooMany,
            ]),
        RecordedProvider(
            "salesforce",
            source: "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_refresh_token_flow.htm",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"00D!A","signature":"s","scope":"refresh_token api","instance_url":"https://x.my.salesforce.com","#
                        + #""id":"https://login.salesforce.com/id/00D/005","token_type":"Bearer","issued_at":"1558551586603"}"#,
                    "refreshed 00D!A 900"),
                RecordedAnswer(
                    .rotation, 200, #"{"access_token":"00D!A","refresh_token":"5Aep","issued_at":"1558551586603"}"#,
                    "refreshed 00D!A 900", rotated: "5Aep"),
                .invalidGrant(.expired, "expired access/refresh token"),
                .invalidGrant(.revoked, "authentication failure"),
                RecordedAnswer(
                    .wrongSecret, 400, #"{"error":"invalid_client","error_description":"invalid client credentials"}"#,
                    "client invalid_client"),
                .tooMany,
                RecordedAnswer(
                    .other, 400,
                    #"{"error":"invalid_grant","error_description":"ip restricted or invalid login hours"}"#,
                    "policy invalid_grant",
                    source: "https://nango.dev/blog/salesforce-oauth-refresh-token-invalid-grant"),
                RecordedAnswer(
                    .other, 400, #"{"error":"invalid_grant","error_description":"User hasn't approved this consumer"}"#,
                    "consent invalid_grant",
                    source: "https://nango.dev/blog/salesforce-oauth-refresh-token-invalid-grant"),
            ]),
        RecordedProvider(
            "discord", source: "https://discord.com/developers/docs/topics/oauth2",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"6qr","token_type":"Bearer","expires_in":604800,"scope":"identify"}"#,
                    "refreshed 6qr 604800"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"access_token":"6qr","expires_in":604800,"refresh_token":"D43","scope":"identify"}"#,
                    "refreshed 6qr 604800", rotated: "D43"),
                .invalidGrant(.expired, "Invalid refresh token", source: "unverified text"),
                .invalidGrant(.revoked, "Invalid refresh token", source: "unverified text"),
                .invalidClient,
                RecordedAnswer(
                    .rateLimit, 429, #"{"message":"You are being rate limited.","retry_after":64.57,"global":false}"#,
                    "transient rate_limited 65", retryAfter: "65",
                    source: "https://discord.com/developers/docs/topics/rate-limits"),
            ]),
        RecordedProvider(
            "linear", source: "https://linear.app/developers/oauth-2-0-authentication",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"00a2","token_type":"Bearer","expires_in":86399,"scope":"read,write"}"#,
                    "refreshed 00a2 86399"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"access_token":"00a2","expires_in":86399,"scope":"read write","refresh_token":"sbr"}"#,
                    "refreshed 00a2 86399", rotated: "sbr"),
                .invalidGrant(.expired, "", source: "https://nango.dev/blog/linear-oauth-refresh-token-invalid-grant"),
                .invalidGrant(.revoked, "", source: "https://nango.dev/blog/linear-oauth-refresh-token-invalid-grant"),
                .invalidClient, .tooMany,
            ]),
        RecordedProvider(
            "notion", source: "https://developers.notion.com/reference/refresh-a-token",
            [
                RecordedAnswer(
                    .success, 200, #"{"access_token":"ntn_1","token_type":"bearer","bot_id":"b","workspace_id":"w"}"#,
                    "refreshed ntn_1 3600"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"access_token":"ntn_1","token_type":"bearer","refresh_token":"nrt_2","bot_id":"b"}"#,
                    "refreshed ntn_1 3600", rotated: "nrt_2"),
                .invalidGrant(
                    .expired, "Token has been expired or revoked.",
                    source: "https://nango.dev/blog/notion-oauth-refresh-token-invalid-grant"),
                .invalidGrant(
                    .revoked, "Token has been expired or revoked.",
                    source: "https://nango.dev/blog/notion-oauth-refresh-token-invalid-grant"),
                .invalidClient, .tooMany,
            ]),
    ]
}
