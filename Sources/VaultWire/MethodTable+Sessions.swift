import VaultCore

extension MethodTable {
    private static let sessionIDText = FieldKind.text(maximumBytes: 24)
    private static let anyText = FieldKind.text(maximumBytes: Limits.sessionPayloadBytes)

    private static let signIn = [
        Field("acr", .text(maximumBytes: Limits.acrBytes), "how the user signed in (OpenID Connect Core section 2)"),
        Field(
            "amr", .list(of: .text(maximumBytes: Limits.amrBytes), upTo: Limits.amrValues),
            "by which methods (RFC 8176)"),
        Field("auth_time", .time, "when"),
    ]

    static let roles = Field(
        "roles", .list(of: .text(maximumBytes: Limits.roleBytes), upTo: Limits.roles),
        "what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)")

    private static let device = [
        Field("user_agent", .text(maximumBytes: Limits.userAgentBytes), "the browser, for the user's list of devices"),
        Field("address", .text(maximumBytes: Limits.addressBytes), "from where, for the same"),
    ]

    private static let content = [
        Field(
            "claims", .anyObject,
            "what is known about the user, up to \(Limits.sessionClaimsBytes) bytes; only the handle opens it"),
        Field("payload", anyText, "what the auth backend keeps for itself; only the handle opens it"),
    ]

    private static let session =
        [
            Field("id", sessionIDText, required: true, "names it for listing and revoking; not a secret"),
            Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "whose it is"),
            Field("class", .name, required: true, "the class of the configuration whose rules it has"),
            Field("created_at", .time, required: true, "when it was made"),
            Field("last_seen_at", .time, required: true, "when it was looked up last"),
            Field("ends_at", .time, required: true, "when it ends unless it is looked up before"),
            Field("expires_at", .time, required: true, "when it ends in any case"),
        ] + signIn + [roles] + device

    private static let opened =
        [
            Field("session", .token, required: true, "the secret `vse_…`, told this once, for the browser's cookie"),
            Field(
                "set_cookie", .token, "the value of a `Set-Cookie` header with it; absent where the class has no cookie"
            ),
            Field(
                "cache_control", .word(["no-store"]), required: true,
                "what the answer to the browser must say of caching (RFC 6749 section 5.1)"),
        ] + session

    /// Of a call that is made in a session.
    static func sessionParameter(_ text: String) -> Field { Field("session", .token, text) }

    private static let handle = Field("session", .token, required: true, "the secret, as it came in the cookie")

    static let sessionCreate = MethodEntry(
        .sessionCreate, "opens a session for a user whose sign-in the caller has verified, durably before it answers",
        params: [
            Field(
                "subject", .text(maximumBytes: Limits.subjectBytes),
                "who signed in, by the caller's word; or leave it and `roles` out and give `identity`"),
            Field(
                "identity", .object(identityParameters),
                "the account that signed in: the vault says who it is and which roles it has, as `identity.resolve` does, which the "
                    + "policy must allow, too"),
            Field("class", .name, "the class of the configuration; left out: `browser`"),
        ] + signIn + [roles] + device + content + [
            Field(
                "grants", .list(of: .handle, upTo: Limits.sessionGrants),
                "grants of the subject that belong to the session"),
            Field(
                "bind_grants", .bool,
                "true: they end with the session, here and at their providers, and no longer with the session that they ended with before"
            ),
        ],
        result: opened + [
            Field(
                "evicted", .list(of: sessionIDText, upTo: nil),
                "ids of the oldest sessions, which were ended because the subject had too many of the class")
        ],
        errors: [.notFound, .conflict, .subjectDisabled, .sealed],
        isRepeatable: false,
        example: (
            #"{"subject":"user:default/alice","amr":["pwd","otp"],"auth_time":1767220000,"user_agent":"Firefox","claims":{"email":"alice@example.org"}}"#,
            #"{"session":"vse_example","set_cookie":"__Host-id=vse_example; Path=/; Secure; HttpOnly; SameSite=Lax","cache_control":"no-store","#
                + sessionExample + "}"
        ))

    static let sessionLookup = MethodEntry(
        .sessionLookup,
        "tells whose session a handle opens, and notes that it was used; whatever is wrong with a handle, the answer is the same",
        params: [handle],
        result: session + content + [
            Field("grants", .list(of: .handle, upTo: Limits.sessionGrants), "grants that belong to it"),
            Field(
                "renewal_due", .bool, required: true,
                "whether the handle is old enough to be replaced: call session.renew"),
        ],
        errors: [.notFound, .sealed],
        isRepeatable: true,
        example: (
            #"{"session":"vse_example"}"#,
            "{" + sessionExample + #","claims":{"email":"alice@example.org"},"renewal_due":false}"#
        ))

    static let sessionRenew = MethodEntry(
        .sessionRenew,
        "gives a session a new handle, and what changed with it; the old one is good for the overlap of its class only, and ends the session when it comes again after that",
        params: [handle] + signIn + [roles] + content,
        result: opened,
        errors: [.notFound, .conflict, .sealed],
        isRepeatable: false,
        example: (
            #"{"session":"vse_example","amr":["hwk"],"auth_time":1767221000}"#,
            #"{"session":"vse_another","set_cookie":"__Host-id=vse_another; Path=/; Secure; HttpOnly; SameSite=Lax","cache_control":"no-store","#
                + sessionExample + "}"
        ))

    static let sessionRevoke = MethodEntry(
        .sessionRevoke,
        "ends a session, its delegations and the grants that are bound to it, durably before it answers",
        params: [
            Field("id", sessionIDText, "the session; or leave it out and give the secret"),
            Field("session", .token, "the secret"),
        ],
        result: [
            Field("id", sessionIDText, required: true, "the session, which is over"),
            Field("revoked", .bool, required: true, "always true"),
            Field("set_cookie", anyText, "the value of a `Set-Cookie` header that makes the browser forget the secret"),
        ],
        errors: [.notFound, .sealed],
        isRepeatable: false,
        example: (
            #"{"session":"vse_example"}"#,
            #"{"id":"\#(exampleSession)","revoked":true,"set_cookie":"__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"}"#
        ))

    static let sessionRevokeAll = MethodEntry(
        .sessionRevokeAll,
        "ends all sessions of a subject, of users of a provider, or of everyone, durably before it answers",
        params: [
            Field("subject", .text(maximumBytes: Limits.subjectBytes), "only this user's"),
            Field("provider", .name, "only those that a grant at this provider belongs to"),
            Field("everyone", .bool, "true where neither is given: all there are"),
            Field("except", .token, "the secret of the one that stays: the session that the user acts in"),
        ],
        result: [Field("ended", .integer(0...Int64.max), required: true, "how many were ended")],
        errors: [.notFound, .sealed],
        isRepeatable: true,
        example: (#"{"subject":"user:default/alice","except":"vse_example"}"#, #"{"ended":2}"#))

    static let sessionList = MethodEntry(
        .sessionList, "lists sessions with their devices, page by page, never their secrets or what these open",
        params: [
            Field("id", sessionIDText, "only this one; where there is none, the answer is `not_found`"),
            Field("subject", .text(maximumBytes: Limits.subjectBytes), "only this user's"),
            Field("class", .name, "only of this class"),
            Field("limit", .integer(1...Int64(Limits.pageSize)), "sessions on the page; left out: 100"),
            Field("cursor", sessionIDText, "`next_cursor` of the page before"),
        ],
        result: [
            Field(
                "sessions", .list(of: .object(session), upTo: Limits.pageSize), required: true, "in order of ids"),
            Field("next_cursor", sessionIDText, "absent on the last page"),
        ],
        errors: [.notFound, .sealed],
        isRepeatable: true,
        example: (
            #"{"subject":"user:default/alice"}"#, #"{"sessions":[{"# + sessionExample + "}]}"
        ))

    private static let exampleSession = SessionID(rawValue: 11)?.text ?? ""

    private static let sessionExample =
        #""id":"\#(exampleSession)","subject":"user:default/alice","class":"browser","created_at":1767220000,"#
        + #""last_seen_at":1767220000,"ends_at":1767221800,"expires_at":1767248800,"amr":["pwd","otp"],"#
        + #""auth_time":1767220000,"user_agent":"Firefox""#
}
