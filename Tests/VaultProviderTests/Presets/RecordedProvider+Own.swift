/// Servers that people run themselves, and those that are nobody's in particular.
extension RecordedProvider {
    static let own: [RecordedProvider] = [
        RecordedProvider(
            "keycloak", source: "https://www.keycloak.org/securing-apps/oidc-layers",
            members: "placeholders: {domain: 'sso.example.com', realm: 'staff'}",
            [
                RecordedAnswer(
                    .success, 200, #"{"access_token":"eyJ","expires_in":300,"token_type":"Bearer","scope":"openid"}"#,
                    "refreshed eyJ 300"),
                RecordedAnswer(
                    .rotation, 200,
                    #"{"access_token":"eyJ","expires_in":300,"refresh_expires_in":0,"refresh_token":"eyR","not-before-policy":0}"#,
                    "refreshed eyJ 300", rotated: "eyR"),
                .invalidGrant(.expired, "Token is not active"), .invalidGrant(.revoked, "Session not active"),
                RecordedAnswer(
                    .wrongSecret, 401,
                    #"{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}"#,
                    "client unauthorized_client"),
                .tooMany,
            ]),
        RecordedProvider(
            "dex", source: "https://github.com/dexidp/dex/issues/2547",
            members: "placeholders: {domain: 'dex.example.com'}",
            [
                RecordedAnswer(
                    .success, 200, #"{"access_token":"eyJ","token_type":"bearer","expires_in":86399}"#,
                    "refreshed eyJ 86399"),
                RecordedAnswer(
                    .rotation, 200, #"{"access_token":"eyJ","expires_in":86399,"refresh_token":"Chl","id_token":"e"}"#,
                    "refreshed eyJ 86399", rotated: "Chl"),
                .invalidGrant(.expired, "Refresh token expired."),
                .invalidGrant(.revoked, "Refresh token is invalid or has already been claimed by another client."),
                RecordedAnswer(
                    .wrongSecret, 401, #"{"error":"invalid_client","error_description":"Invalid client credentials."}"#,
                    "client invalid_client"),
                .tooMany,
            ]),
        RecordedProvider("generic-oidc", source: "RFC 6749 §5", members: "issuer: 'https://id.example.com'", standard),
        RecordedProvider(
            "generic-oauth2", source: "RFC 6749 §5", members: "token_endpoint: 'https://id.example.com/token'", standard
        ),
    ]

    private static let standard: [RecordedAnswer] = [
        RecordedAnswer(.success, 200, #"{"access_token":"at","token_type":"Bearer"}"#, "refreshed at 300"),
        RecordedAnswer(
            .rotation, 200, #"{"access_token":"at","token_type":"Bearer","expires_in":60,"refresh_token":"rt2"}"#,
            "refreshed at 60", rotated: "rt2"),
        .invalidGrant(.expired, "expired"), .invalidGrant(.revoked, "revoked"), .invalidClient, .tooMany,
        RecordedAnswer(.other, 400, #"{"error":"never_heard_of"}"#, "transient bad_answer -"),
    ]
}
