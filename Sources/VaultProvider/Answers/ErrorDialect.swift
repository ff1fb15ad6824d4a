import VaultCore

/// The error words of the RFCs and of the providers that have their own, and what each comes to. A word that is not
/// here condemns nothing.
enum ErrorDialect {
    static func meaning(of error: TokenError) -> ErrorMeaning? {
        // The more precise parts first: Entra and Google say `invalid_grant` for very different things.
        if let meaning = error.numbers.lazy.compactMap({ numbers[$0] }).first { return meaning }
        if let word = error.subcode?.text, let meaning = subcodes[word] { return meaning }
        guard let word = error.code?.text, let meaning = codes[word] else { return nil }
        // A claims challenge is an offer to sign in again, whatever code it came with.
        return error.claims != nil && meaning == .refused ? .stepUp : meaning
    }

    private static let codes: [String: ErrorMeaning] = [
        // RFC 6749 §5.2.
        "invalid_grant": .refused, "invalid_client": .client, "unauthorized_client": .client,
        "unsupported_grant_type": .client, "invalid_scope": .scope,
        // RFC 6749 §4.1.2.1, seen at token endpoints too; Atlassian says `access_denied` for a wrong client secret.
        "access_denied": .client, "server_error": .later, "temporarily_unavailable": .later,
        // OIDC Core §3.1.2.6, RFC 9470 §3, Auth0.
        "interaction_required": .stepUp, "login_required": .stepUp, "account_selection_required": .stepUp,
        "insufficient_user_authentication": .stepUp, "mfa_required": .stepUp, "consent_required": .consent,
        // RFC 8628 §3.5, RFC 9449 §8, RFC 6750 §3.1.
        "expired_token": .refused, "slow_down": .tooMany, "invalid_dpop_proof": .client, "use_dpop_nonce": .client,
        "invalid_token": .refused,
        // GitHub.
        "bad_refresh_token": .refused, "incorrect_client_credentials": .client, "redirect_uri_mismatch": .client,
        "application_suspended": .client,
        // Slack.
        "invalid_refresh_token": .refused, "token_expired": .refused, "token_revoked": .refused,
        "account_inactive": .refused, "invalid_client_id": .client, "bad_client_id": .client,
        "bad_client_secret": .client, "ratelimited": .tooMany, "rate_limited": .tooMany, "internal_error": .later,
        "service_unavailable": .later,
        // Google.
        "admin_policy_enforced": .policy, "org_internal": .policy, "disabled_client": .client,
        "deleted_client": .client,
    ]

    private static let subcodes: [String: ErrorMeaning] = [
        // Google: the session length of a Workspace domain has passed.
        "invalid_rapt": .stepUp, "rapt_required": .stepUp,
        // Entra.
        "basic_action": .stepUp, "additional_action": .stepUp, "consent_required": .consent,
        "message_only": .policy, "protection_policy_required": .policy, "bad_token": .refused,
        "token_expired": .refused, "user_password_expired": .refused, "client_mismatch": .client,
    ]

    /// The AADSTS numbers of Entra that say more than the code beside them.
    private static let numbers: [Int64: ErrorMeaning] = [
        50_074: .stepUp, 50_076: .stepUp, 50_078: .stepUp, 50_079: .stepUp, 50_158: .stepUp,
        53_000: .policy, 53_001: .policy, 53_002: .policy, 53_003: .policy, 53_004: .stepUp,
        65_001: .consent, 50_087: .later, 50_196: .later, 90_033: .later,
        50_132: .refused, 50_133: .refused, 50_173: .refused, 70_000: .refused, 70_008: .refused,
        70_043: .refused, 700_082: .refused, 700_084: .refused,
        70_002: .client, 700_016: .client, 7_000_215: .client, 7_000_222: .client, 7_000_218: .client,
        90_002: .client,
    ]
}
