/// The sign-in services of companies: Google, Entra ID, Okta and Auth0.
extension ProviderPreset {
    private static let googleServer = "https://developers.google.com/identity/protocols/oauth2/web-server"
    private static let googleExpiry = "https://developers.google.com/identity/protocols/oauth2#expiration"

    static let google = ProviderPreset(
        name: "google", title: "Google",
        tokenEndpoint: Sourced("https://oauth2.googleapis.com/token", googleServer),
        revocationEndpoint: Sourced("https://oauth2.googleapis.com/revoke", googleServer),
        revocation: Sourced(.rfc7009, googleServer),
        authentication: Sourced(.clientSecretPost, googleServer, verified: false),
        // Secondary sources disagree; a token that comes all the same is kept, and the old one is believed to stay good.
        rotation: Sourced(.none, googleServer, verified: false),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(3_600, googleServer),
        errors: [
            Sourced(
                ErrorMap(
                    codes: [
                        "admin_policy_enforced": .policy, "org_internal": .policy, "disabled_client": .client,
                        "deleted_client": .client,
                    ]), googleServer, verified: false),
            // The session length of a Workspace domain has passed: the user signs in again, the token is not dead.
            Sourced(
                ErrorMap(subcodes: ["invalid_rapt": .stepUp, "rapt_required": .stepUp]),
                "https://support.google.com/a/answer/9368756"),
        ],
        idleLife: Sourced(15_552_000, googleExpiry),
        issuanceCap: Sourced(IssuanceCap(count: 100, per: "account and client"), googleExpiry))

    private static let entraErrors = "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"
    private static let entraTokens = "https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens"
    private static let entraFlow = "https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow"

    static let entra = ProviderPreset(
        name: "entra", title: "Microsoft Entra ID",
        placeholders: [PresetPlaceholder("tenant", example: "11111111-2222-3333-4444-555555555555")],
        issuer: Sourced("https://login.microsoftonline.com/{tenant}/v2.0", entraFlow),
        // Only a user's or an administrator's call ends all of a user's tokens; no endpoint for one is known.
        revocation: Sourced(.none, entraTokens, verified: false),
        authentication: Sourced(.clientSecretPost, entraFlow),
        rotation: Sourced(.oldStaysValid, entraTokens),
        narrowing: Sourced(.perToken, entraTokens),
        defaultExpiresIn: Sourced(3_599, entraFlow),
        errors: [
            Sourced(
                ErrorMap(numbers: [
                    // Second factor, and its age: sign in again.
                    50_076: .stepUp, 50_078: .stepUp, 50_079: .stepUp,
                    // Conditional access says no; consent is missing; try again; revoked; not used for too long.
                    53_003: .policy, 65_001: .consent, 50_087: .later, 50_196: .later, 50_173: .refused,
                    700_082: .refused,
                ]), entraErrors),
            Sourced(
                ErrorMap(
                    subcodes: [
                        "basic_action": .stepUp, "additional_action": .stepUp, "consent_required": .consent,
                        "message_only": .policy, "protection_policy_required": .policy, "bad_token": .refused,
                        "token_expired": .refused, "user_password_expired": .refused, "client_mismatch": .client,
                    ],
                    numbers: [
                        50_074: .stepUp, 50_158: .stepUp, 53_004: .stepUp,
                        53_000: .policy, 53_001: .policy, 53_002: .policy, 90_033: .later,
                        50_132: .refused, 50_133: .refused, 70_000: .refused, 70_008: .refused, 70_043: .refused,
                        700_084: .refused,
                        70_002: .client, 700_016: .client, 7_000_215: .client, 7_000_222: .client,
                        7_000_218: .client, 90_002: .client,
                    ]), entraErrors, verified: false),
        ],
        idleLife: Sourced(7_776_000, entraTokens))

    private static let oktaTokens = "https://developer.okta.com/docs/guides/refresh-tokens/main/"

    static let okta = ProviderPreset(
        name: "okta", title: "Okta",
        placeholders: [PresetPlaceholder("domain", example: "example.okta.com")],
        issuer: Sourced("https://{domain}", "https://developer.okta.com/docs/concepts/auth-servers/"),
        revocation: Sourced(.rfc7009, "https://developer.okta.com/docs/guides/revoke-tokens/revokeatrt"),
        authentication: Sourced(.clientSecretBasic, oktaTokens),
        // Right for both settings of an application: with "persistent" tokens the window is merely smaller than it need be.
        rotation: Sourced(.rotatesWithGrace(seconds: 30), oktaTokens),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(3_600, oktaTokens),
        // The words of the standard; its own texts are not known.
        errors: [Sourced(ErrorMap(codes: ["invalid_grant": .refused]), oktaTokens, verified: false)],
        idleLife: Sourced(604_800, oktaTokens))

    private static let auth0Rotation =
        "https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-rotation"

    static let auth0 = ProviderPreset(
        name: "auth0", title: "Auth0",
        placeholders: [PresetPlaceholder("domain", example: "example.eu.auth0.com")],
        tokenEndpoint: Sourced(
            "https://{domain}/oauth/token", "https://auth0.com/docs/secure/tokens/refresh-tokens/use-refresh-tokens"),
        revocationEndpoint: Sourced(
            "https://{domain}/oauth/revoke", "https://github.com/auth0/auth0-python/pull/170"),
        revocation: Sourced(.rfc7009, "https://github.com/auth0/auth0-python/pull/170"),
        authentication: Sourced(
            .clientSecretPost, "https://auth0.github.io/node-auth0/interfaces/auth.RevokeRefreshTokenRequest.html",
            verified: false),
        // The leeway is 0 unless somebody set it: a token that comes twice ends the whole family.
        rotation: Sourced(.revokesFamilyOnReuse, auth0Rotation),
        narrowing: Sourced(.lineage, "RFC 6749 §6", verified: false),
        defaultExpiresIn: Sourced(86_400, "https://auth0.com/docs/secure/tokens/access-tokens", verified: false),
        errors: [
            Sourced(
                ErrorMap(codes: ["mfa_required": .stepUp]),
                "https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa",
                verified: false)
        ],
        refusal: Sourced(
            ErrorAnswer(status: 403, code: "invalid_grant"),
            "https://auth0.com/docs/secure/tokens/refresh-tokens/use-refresh-tokens", verified: false))
}
