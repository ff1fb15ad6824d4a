import VaultCore

extension MethodTable {
    static let grantPut = MethodEntry(
        .grantPut,
        "stores a refresh token; the same subject, provider and account replace the lineage and raise the generation",
        params: [
            Field(
                "subject", .text(maximumBytes: Limits.subjectBytes), required: true,
                "the user, such as `user:default/alice`"),
            Field("provider", .name, required: true, "the provider's name in the configuration"),
            Field(
                "account", .text(maximumBytes: Limits.accountBytes),
                "the subject's identifier at the provider, where it may have several"),
            Field("refresh_token", .token, required: true, "the secret to keep"),
            Field("refresh_token_expires_at", .time, "when it dies, where the provider said so"),
            Field("access_token", .token, "a still valid one, so that the first `token.get` needs no refresh"),
            Field("access_token_expires_at", .time, "goes with `access_token`"),
            Field(
                "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
                "what the user agreed to; left out where the provider knows no scopes"),
            Field("labels", .strings, "up to \(Limits.labels) names (64 bytes) with values (256 bytes)"),
            Field("pin", pin, "a refresh that names another identity is refused"),
            Field(
                "acr", .text(maximumBytes: Limits.acrBytes),
                "`acr` of the id token: how the user signed in; rules can require one"),
            amr("`amr` of the id token: by which methods (RFC 8176)"),
            Field("auth_time", .time, "`auth_time` of the id token: when the user signed in; rules can limit its age"),
            Field(
                "dpop_key", .token,
                "the Ed25519 key that the tokens were bound to at the sign-in (RFC 9449), the `d` of its JWK; left out: the vault makes one where the provider's entry says `dpop`"
            ),
            Field(
                "if_absent", .bool,
                "store it only where there is no grant of this subject, provider and account, in whatever state; for imports, whose token may be older than what the vault has refreshed since"
            ),
        ],
        result: grant + [
            Field(
                "present", .bool,
                "true where, with `if_absent`, there was a grant already: it is told as it stands, and nothing was changed; absent else"
            ),
            Field(
                "warnings", .list(of: .word(GrantWarning.allCases.map(\.rawValue)), upTo: nil),
                "absent where there are none; `issuance_cap_exceeded`: the provider lets fewer refresh tokens of this account live than there are grants of it, the oldest is dead or will be"
            ),
        ],
        errors: [.notFound, .conflict, .subjectDisabled, .sealed],
        isRepeatable: false,
        example: (
            #"{"subject":"user:default/alice","provider":"github","scopes":["repo"],"refresh_token":"ghr_example","labels":{"team":"web"}}"#,
            grantExample
        ))

    static let grantLookup = MethodEntry(
        .grantLookup, "tells what is stored about one grant, never its secrets", params: selector, result: grant,
        errors: [.notFound, .conflict],
        isRepeatable: true,
        example: (#"{"grant":"\#(exampleHandle)"}"#, grantExample))

    static let grantList = MethodEntry(
        .grantList, "lists the grants that this client may see, page by page",
        params: [
            Field("subject", .text(maximumBytes: Limits.subjectBytes), "only this user's"),
            Field("provider", .name, "only at this provider"),
            Field("status", .word(["active", "reauth_required"]), "only in this state"),
            Field(
                "label",
                .object([
                    Field("name", .text(maximumBytes: 64), required: true, "the label's name"),
                    Field("value", .text(maximumBytes: 256), required: true, "the label's value"),
                ]), "only with this label"),
            Field(
                "expiring_within_seconds", .integer(1...Limits.forecastSeconds),
                "only those that can mint and whose refresh token dies within so many seconds from now, as far as that is known; the first to die comes first"
            ),
            Field("limit", .integer(1...Int64(Limits.pageSize)), "grants on the page; left out: 100"),
            Field("cursor", grantPlace, "`next_cursor` of the page before"),
        ],
        result: [
            Field(
                "grants", .list(of: .object(grant), upTo: Limits.pageSize), required: true,
                "as `grant.lookup` tells them"),
            Field("next_cursor", grantPlace, "absent on the last page"),
        ],
        errors: [.notFound],
        isRepeatable: true,
        example: (
            #"{"subject":"user:default/alice","limit":1}"#,
            #"{"grants":[\#(grantExample)],"next_cursor":"\#(exampleHandle)"}"#
        ))

    static let grantRevoke = MethodEntry(
        .grantRevoke,
        "ends a grant: durably here before it answers, then at the provider, again and again until that is done too",
        params: selector + [
            Field(
                "wait_ms", .integer(0...WireLimits.revocationWaitMilliseconds),
                "how long the answer may wait for the provider's last word; without it, for one try")
        ],
        result: [
            Field("grant", .handle, required: true, "the handle, which is good for nothing any more"),
            Field("revoked_locally", .bool, required: true, "always true: without it there is an error"),
            Field(
                "upstream", .word(RevocationReceipt.Upstream.allCases.map(\.rawValue)), required: true,
                "`queued`: the vault goes on trying"),
        ],
        errors: [.notFound, .conflict, .sealed],
        isRepeatable: false,
        example: (
            #"{"grant":"\#(exampleHandle)"}"#,
            #"{"grant":"\#(exampleHandle)","revoked_locally":true,"upstream":"revoked"}"#
        ))
}
