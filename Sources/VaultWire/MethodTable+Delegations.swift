import VaultCore

extension MethodTable {
    private static let delegation = [
        Field("id", delegationID, required: true, "names it for listing and revoking; not a secret"),
        Field("grant", .handle, required: true, "the grant that it is good for"),
        Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "whose grant it is"),
        Field("provider", .name, required: true, "the provider's name in the configuration"),
        Field("account", .text(maximumBytes: Limits.accountBytes), "absent where it is not known"),
        Field("creator", .name, required: true, "the client that made it"),
        Field("client", .name, required: true, "the client that alone may redeem it"),
        Field(
            "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
            "sorted; absent where the grant names none: then all that it has"),
        Field(
            "full_token", .bool, required: true,
            "whether a full token may stand in where the provider cannot narrow one"),
        Field("created_at", .time, required: true, "when it was made"),
        Field("expires_at", .time, required: true, "when it ends by itself"),
        Field(
            "max_uses", .integer(1...Limits.delegationUses), "absent: as often as wanted"),
        Field("session", delegationID, "id of the session that it ends with"),
        Field("uses", .integer(0...Int64.max), required: true, "tokens that were handed out by it"),
        Field("last_used_at", .time, "when the last one was"),
        Field("purpose", .text(maximumBytes: Limits.purposeBytes), "its creator's words"),
    ]

    private static let delegationID = FieldKind.text(maximumBytes: 24)

    static let delegationCreate = MethodEntry(
        .delegationCreate,
        "lets one other client get tokens of a grant by a secret, narrowed in scope, time and number of uses; never more than the caller may have by `token.get` itself",
        params: selector + [
            Field("client", .name, required: true, "the client that may redeem it, by its name in the configuration"),
            Field(
                "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
                "a subset of what the caller may have; left out: all of that"),
            Field(
                "full_token", .bool,
                "let a full token stand in where the provider cannot narrow one to these scopes; only where the caller's rule gives it full tokens too"
            ),
            Field("expires_at", .time, "when it ends, at most 30 days from now; this or `expires_in_seconds`"),
            Field(
                "expires_in_seconds", .integer(1...Limits.delegationSeconds), "the same, counted from the call"),
            Field(
                "max_uses", .integer(1...Limits.delegationUses),
                "tokens that it may be redeemed for, 1 for one that is good once; left out: as many as wanted"),
            Field("purpose", .text(maximumBytes: Limits.purposeBytes), "what it is for, for listings; no secrets"),
            sessionParameter("the secret of a session of the grant's user: the delegation ends with it"),
        ],
        result: [
            Field(
                "delegation", .token, required: true, "the secret `vdl_…`, told this once; hand it to the client")
        ] + delegation,
        errors: [.notFound, .conflict, .sealed, .scopeExceeded, .reauthRequired, .stepUpRequired],
        isRepeatable: false,
        example: (
            #"{"grant":"\#(exampleHandle)","client":"catalog","scopes":["repo"],"expires_in_seconds":3600,"max_uses":10}"#,
            #"{"delegation":"vdl_example","# + String(delegationExample.dropFirst())
        ))

    static let delegationList = MethodEntry(
        .delegationList, "lists the delegations of grants that this client reaches, page by page, never their secrets",
        params: [
            Field("grant", .handle, "only of this grant"),
            Field("subject", .text(maximumBytes: Limits.subjectBytes), "only of this user's grants"),
            Field("client", .name, "only those that this client may redeem"),
            Field("limit", .integer(1...Int64(Limits.pageSize)), "delegations on the page; left out: 100"),
            Field("cursor", delegationID, "`next_cursor` of the page before"),
        ],
        result: [
            Field(
                "delegations", .list(of: .object(delegation), upTo: Limits.pageSize), required: true, "in order of ids"),
            Field("next_cursor", delegationID, "absent on the last page"),
        ],
        errors: [.notFound],
        isRepeatable: true,
        example: (
            #"{"grant":"\#(exampleHandle)","limit":1}"#,
            #"{"delegations":[\#(delegationExample)],"next_cursor":"\#(exampleDelegation)"}"#
        ))

    static let delegationRevoke = MethodEntry(
        .delegationRevoke,
        "ends a delegation, durably before it answers; tokens that it gave out live until they expire",
        params: [
            Field("id", delegationID, "the delegation; or leave it out and give the secret"),
            Field("delegation", .token, "the secret"),
        ],
        result: [
            Field("id", delegationID, required: true, "the delegation, which is good for nothing any more"),
            Field("revoked", .bool, required: true, "always true"),
        ],
        errors: [.notFound, .sealed],
        isRepeatable: false,
        example: (
            #"{"id":"\#(exampleDelegation)"}"#, #"{"id":"\#(exampleDelegation)","revoked":true}"#
        ))

    private static let exampleDelegation = DelegationID(rawValue: 9)?.text ?? ""

    private static let delegationExample =
        #"{"id":"\#(exampleDelegation)","grant":"\#(exampleHandle)","subject":"user:default/alice","provider":"github","#
        + #""creator":"backend","client":"catalog","scopes":["repo"],"full_token":false,"created_at":1767220000,"#
        + #""expires_at":1767223600,"max_uses":10,"uses":0}"#
}
