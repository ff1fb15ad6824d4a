import VaultCore

extension MethodTable {
    static let grantReap = MethodEntry(
        .grantReap,
        "removes grants that have been dead for long, with all that belongs to them: those that need re-authentication, and those whose refresh token has died by all that is known; none while an access token of it lives",
        params: [
            Field(
                "older_than_seconds", .integer(0...Limits.forecastSeconds), required: true,
                "for how long they have been dead, at least"),
            Field("provider", .name, "only at this provider"),
            Field("dry_run", .bool, "only tells which would be removed"),
            Field("limit", .integer(1...Int64(Limits.pageSize)), "grants that are looked at; left out: 100"),
            Field("cursor", grantPlace, "`next_cursor` of the page before"),
        ],
        result: [
            Field("dry_run", .bool, required: true, "as asked"),
            Field(
                "grants",
                .list(
                    of: .object([
                        Field("grant", .handle, required: true, "the handle"),
                        Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "the user"),
                        Field("provider", .name, required: true, "the provider's name in the configuration"),
                        Field("account", .text(maximumBytes: Limits.accountBytes), "absent where it is not known"),
                        Field("dead_since", .time, required: true, "when it died"),
                        Field(
                            "dead_of",
                            .word(
                                deathReasons
                                    + ReauthReason.allCases.filter { $0 != .ended }.map(\.rawValue)), required: true,
                            "which life of its refresh token has ended, or why it needs re-authentication"),
                    ]), upTo: Limits.pageSize), required: true,
                "what was removed, or would be; a page may have none and another follow it"),
            Field("next_cursor", grantPlace, "absent when all were looked at"),
        ],
        errors: [.sealed],
        isRepeatable: false,
        example: (
            #"{"older_than_seconds":7776000,"dry_run":true}"#,
            #"{"dry_run":true,"grants":[{"grant":"\#(exampleHandle)","subject":"user:default/alice","provider":"github","#
                + #""dead_since":1757000000,"dead_of":"refresh_token_refused"}]}"#
        ))
}
