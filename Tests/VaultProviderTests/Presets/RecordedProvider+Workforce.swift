/// Google, Entra ID, Okta, Auth0.
extension RecordedProvider {
    static let workforce: [RecordedProvider] = [
        RecordedProvider(
            "google", source: "https://developers.google.com/identity/protocols/oauth2/web-server",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"ya29.a","expires_in":3599,"scope":"openid email","token_type":"Bearer"}"#,
                    "refreshed ya29.a 3599"),
                RecordedAnswer(
                    .rotation, 200, #"{"access_token":"ya29.a","expires_in":3599,"refresh_token":"1//new"}"#,
                    "refreshed ya29.a 3599", rotated: "1//new", source: "RFC 6749 §6"),
                .invalidGrant(.expired, "Token has been expired or revoked."),
                .invalidGrant(.revoked, "Token has been expired or revoked."),
                RecordedAnswer(
                    .wrongSecret, 401, #"{"error":"invalid_client","error_description":"Unauthorized"}"#,
                    "client invalid_client"),
                .tooMany,
                RecordedAnswer(
                    .other, 400,
                    #"{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_subtype":"invalid_rapt"}"#,
                    "step-up - invalid_grant", source: "https://support.google.com/a/answer/9368756"),
                RecordedAnswer(
                    .other, 400, #"{"error":"admin_policy_enforced"}"#, "policy admin_policy_enforced"),
            ]),
        RecordedProvider(
            "entra", source: "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes",
            members: "placeholders: {tenant: '11111111-2222-3333-4444-555555555555'}",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"token_type":"Bearer","scope":"User.Read","expires_in":"3599","ext_expires_in":3599,"access_token":"eyJ"}"#,
                    "refreshed eyJ 3599", source: "https://github.com/SecureAuthCorp/oauth2c/issues/120"),
                RecordedAnswer(
                    .rotation, 200, #"{"access_token":"eyJ","expires_in":3599,"refresh_token":"0.AXo"}"#,
                    "refreshed eyJ 3599", rotated: "0.AXo"),
                entra(.expired, "invalid_grant", 700_082, "refused invalid_grant"),
                entra(.revoked, "invalid_grant", 50_173, "refused invalid_grant"),
                entra(.wrongSecret, "invalid_client", 7_000_215, "client invalid_client", status: 401),
                .tooMany,
                entra(.other, "invalid_grant", 50_076, "step-up - invalid_grant"),
                entra(.other, "interaction_required", 50_079, "step-up - interaction_required"),
                entra(.other, "invalid_grant", 65_001, "consent invalid_grant"),
                entra(.other, "invalid_grant", 53_003, "policy invalid_grant"),
                entra(.other, "invalid_grant", 50_196, "transient server_error -"),
                RecordedAnswer(
                    .other, 400,
                    #"{"error":"interaction_required","error_codes":[50076],"suberror":"basic_action","claims":"{\"access_token\":{}}"}"#,
                    #"step-up {"access_token":{}} interaction_required"#),
            ]),
        RecordedProvider(
            "okta", source: "https://developer.okta.com/docs/guides/refresh-tokens/main/",
            members: "placeholders: {domain: 'example.okta.com'}",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"eyJ","token_type":"Bearer","expires_in":3600,"scope":"offline_access openid"}"#,
                    "refreshed eyJ 3600"),
                RecordedAnswer(
                    .rotation, 200, #"{"access_token":"eyJ","expires_in":3600,"refresh_token":"a9VpZDRCeFh3"}"#,
                    "refreshed eyJ 3600", rotated: "a9VpZDRCeFh3"),
                .invalidGrant(.expired, "The refresh token is invalid or expired.", source: "unverified text"),
                .invalidGrant(.revoked, "The refresh token is invalid or expired.", source: "unverified text"),
                .invalidClient, .tooMany,
            ]),
        RecordedProvider(
            "auth0", source: "https://auth0.com/docs/secure/tokens/refresh-tokens/use-refresh-tokens",
            members: "placeholders: {domain: 'example.eu.auth0.com'}",
            [
                RecordedAnswer(
                    .success, 200,
                    #"{"access_token":"eyJ","expires_in":86400,"scope":"openid offline_access","id_token":"e","token_type":"Bearer"}"#,
                    "refreshed eyJ 86400"),
                RecordedAnswer(
                    .rotation, 200, #"{"access_token":"eyJ","expires_in":86400,"refresh_token":"v1.new"}"#,
                    "refreshed eyJ 86400", rotated: "v1.new"),
                .invalidGrant(.expired, "Unknown or invalid refresh token.", status: 403),
                .invalidGrant(.revoked, "Unknown or invalid refresh token.", status: 403),
                RecordedAnswer(
                    .wrongSecret, 401, #"{"error":"access_denied","error_description":"Unauthorized"}"#,
                    "client access_denied", source: "unverified: it ends no grant whatever it says"),
                .tooMany,
                RecordedAnswer(
                    .other, 403,
                    #"{"error":"mfa_required","error_description":"Multifactor required","mfa_token":"Fe26"}"#,
                    "step-up - mfa_required"),
            ]),
    ]

    private static func entra(
        _ kind: RecordedAnswer.Kind, _ code: String, _ number: Int, _ outcome: String, status: UInt16 = 400
    ) -> RecordedAnswer {
        let body =
            #"{"error":"\#(code)","error_description":"AADSTS\#(number): no. Trace ID: a","error_codes":[\#(number)],"#
            + #""timestamp":"2026-01-01 00:00:00Z","trace_id":"a","correlation_id":"b"}"#
        return RecordedAnswer(kind, status, body, outcome)
    }
}
