import VaultCore

/// Members that several methods share.
extension MethodTable {
    static let selector = [
        Field("grant", .handle, "the grant; or leave it out and name subject and provider"),
        Field("subject", .text(maximumBytes: Limits.subjectBytes), "the user, such as `user:default/alice`"),
        Field("provider", .name, "the provider's name in the configuration"),
        account,
    ]

    static let account = Field(
        "account", .text(maximumBytes: Limits.accountBytes),
        "the subject's identifier at the provider; needed only where the subject has several")

    static let scopes = Field(
        "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
        "a subset of the grant's scopes, not empty; left out: all of them")

    static let grant = [
        Field("grant", .handle, required: true, "the handle; not a secret"),
        Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "the user"),
        Field("provider", .name, required: true, "the provider's name in the configuration"),
        Field("account", .text(maximumBytes: Limits.accountBytes), "absent where it is not known"),
        Field(
            "status", .word(["active", "reauth_required", "step_up_required"]), required: true,
            "`reauth_required`, `step_up_required`: it no longer mints until it is put again"),
        Field("reason", .word(ReauthReason.allCases.map(\.rawValue)), "only with `reauth_required`"),
        Field(
            "claims", .text(maximumBytes: WireLimits.claimsBytes),
            "only with `step_up_required`: what the sign-in must claim"),
        Field(
            "generation", .integer(1...Int64.max), required: true, "+1 with every refresh token that replaces the last"),
        Field(
            "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes), required: true, "sorted"),
        Field("labels", .strings, required: true, "as they were put"),
        Field("pin", pin, "the identity that every refresh must still name"),
        Field("acr", .text(maximumBytes: Limits.acrBytes), "how the user had signed in, where it was put"),
        amr("by which methods, where they were put"),
        Field("auth_time", .time, "when the user had signed in, where it was put"),
        Field("created_at", .time, required: true, "when it was first put"),
        Field("updated_at", .time, required: true, "when it was last put, rotated or condemned"),
        Field("minted_at", .time, "when the provider last minted an access token for it"),
        Field("last_used_at", .time, "when a caller last got a token of it"),
        Field("refresh_token_expires_at", .time, "when the refresh token dies, where the provider said so"),
        Field(
            "dies_at", .time, "when it dies by all that is known of it and of its provider, unless it is dead already"),
        Field("dies_of", .word(deathReasons), "goes with `dies_at`"),
    ]

    static let deathReasons = GrantDeath.Reason.allCases.filter { $0 != .condemned }.map(\.rawValue)

    /// Where a page of grants ended.
    static let grantPlace = FieldKind.text(maximumBytes: 64)

    static func amr(_ text: String) -> Field {
        Field("amr", .list(of: .text(maximumBytes: Limits.amrBytes), upTo: Limits.amrValues), text)
    }

    static let pin = FieldKind.object([
        Field("sub", .text(maximumBytes: Limits.accountBytes), "the `sub` of the id token"),
        Field("tid", .text(maximumBytes: Limits.accountBytes), "the tenant"),
    ])

    static let token = [
        Field("access_token", .token, required: true, "the secret"),
        Field(
            "token_type", .word(TokenType.allCases.map(\.rawValue)), required: true,
            "how an API wants it: `Bearer` (RFC 6750), or `DPoP`, with a proof for each request (RFC 9449)"),
        Field("grant", .handle, required: true, "the grant that it was minted from"),
        Field("generation", .integer(1...Int64.max), required: true, "the grant's generation"),
        Field(
            "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: nil), required: true,
            "what it is good for"),
        Field("expires_at", .time, required: true, "when it dies"),
        Field("expires_in", .integer(0...Int64.max), required: true, "seconds that it has left"),
    ]

    static let mintErrors: [ErrorType] = [
        .notFound, .conflict, .sealed, .scopeExceeded, .reauthRequired, .stepUpRequired, .consentRequired,
        .blockedByPolicy, .providerUnavailable, .clientMisconfigured,
    ]

    static let tokenExample =
        #"{"access_token":"gho_example","token_type":"Bearer","grant":"\#(exampleHandle)","generation":3,"#
        + #""scopes":["repo"],"expires_at":1767225600,"expires_in":2741}"#

    static let grantExample =
        #"{"grant":"\#(exampleHandle)","subject":"user:default/alice","provider":"github","status":"active","#
        + #""generation":1,"scopes":["repo"],"labels":{"team":"web"},"created_at":1767220000,"updated_at":1767220000}"#

    static let exampleHandle = GrantID(rawValue: 7)?.handle ?? ""
}
