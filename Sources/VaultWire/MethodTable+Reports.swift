import VaultCore

extension MethodTable {
    static let reportScopes = MethodEntry(
        .reportScopes,
        "tells for each client and provider which scopes it may have, asked for, used and never used, and how its rules could be "
            + "narrower",
        params: [
            Field("client", .name, "only this client"),
            Field("provider", .name, "only this provider, and the rules that reach it"),
            Field(
                "days", .integer(1...ScopeUses.keptDays),
                "days of UTC, today as the last; left out: \(ScopeQuestion.usualDays)"),
        ],
        result: [
            Field("days", .integer(1...ScopeUses.keptDays), required: true, "as asked"),
            Field(
                "since", .time, required: true,
                "what is said holds from here on: the first of the days, or `recorded_since` if that is later"),
            Field("recorded_since", .time, "when counting began, after a restore anew"),
            Field(
                "uses", .list(of: .object(scopeUse), upTo: ScopeReport.mostListed), required: true,
                "in the order of client and provider"),
            Field(
                "rules", .list(of: .object(scopeAdvice), upTo: ScopeReport.mostListed), required: true,
                "the clients' rules for `token.get`, in the order of the configuration"),
            Field(
                "left_out", .integer(0...Int64.max), required: true,
                "how many entries of both lists there was no room for: name a client or a provider"),
        ],
        isRepeatable: true,
        example: (
            #"{"client":"catalog","days":30}"#,
            #"{"days":30,"since":1764547200,"recorded_since":1764000000,"uses":[{"client":"catalog","provider":"github","#
                + #""narrowing":"lineage","allows_all":false,"allowed":["gist","repo"],"calls_naming_scopes":815,"calls_naming_none":0,"#
                + #""calls_given_more":0,"calls_given_unnamed":0,"not_told_apart":0,"asked":[{"scope":"repo","calls":815}],"#
                + #""used":[{"scope":"repo","calls":815}],"granted":["repo"],"delegated":[],"never_used":["gist"],"unneeded":[],"#
                + #""broader":["rule_names_more"]}],"rules":[{"rule":"clients.catalog.allow[0]","scopes":["gist","repo"],"#
                + #""advice":"tighten","suggested":["repo"],"lines":["\"scopes\": [\"repo\"]"]}],"left_out":0}"#
        ))

    private static let someScopes = FieldKind.list(
        of: .text(maximumBytes: Limits.scopeBytes), upTo: ScopeReport.mostScopes)
    private static let scopeCounts = FieldKind.list(
        of: .object([
            Field("scope", .text(maximumBytes: Limits.scopeBytes), required: true, "the scope"),
            Field("calls", .integer(0...Int64.max), required: true, "that named it"),
        ]), upTo: ScopeReport.mostScopes)

    private static let scopeUse = [
        Field("client", .name, required: true, "the client's name in the configuration"),
        Field("provider", .name, required: true, "the provider's"),
        Field(
            "narrowing", .word(NarrowingRule.allCases.map(\.rawValue)), required: true,
            "whether narrower tokens can be minted there"),
        Field(
            "allows_all", .bool, required: true, "whether a rule has no `scopes`, so that all of a grant's are allowed"),
        Field("allowed", someScopes, required: true, "what rules name"),
        Field("calls_naming_scopes", .integer(0...Int64.max), required: true, "that got a token"),
        Field(
            "calls_naming_none", .integer(0...Int64.max), required: true, "that got a token for all that they may have"),
        Field("calls_given_more", .integer(0...Int64.max), required: true, "whose token is for more than they named"),
        Field(
            "calls_given_unnamed", .integer(0...Int64.max), required: true, "whose token came without names of scopes"),
        Field(
            "not_told_apart", .integer(0...Int64.max), required: true,
            "calls and scopes beyond what is counted one by one; where there are some, less is said"),
        Field(
            "asked", scopeCounts, required: true,
            "by name, also without getting it, where the grant has it or a rule names it"),
        Field("used", scopeCounts, required: true, "asked for by name, and on the token"),
        Field("granted", someScopes, required: true, "what tokens carried"),
        Field("delegated", someScopes, required: true, "what it handed on by delegations"),
        Field("never_used", someScopes, required: true, "named by rules, and not needed since `since`"),
        Field("unneeded", someScopes, required: true, "what tokens carried and no call asked for"),
        Field(
            "broader", .list(of: .word(ScopeReportEntry.Breadth.allCases.map(\.rawValue)), upTo: nil), required: true,
            "in which way rules or tokens are broader than what was asked for"),
        Field("scopes_left_out", .integer(1...Int64.max), "scopes that the lists had no room for"),
    ]

    private static let scopeAdvice = [
        Field("rule", .text(maximumBytes: 256), required: true, "as messages about the configuration name it"),
        Field(
            "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
            "its ceiling; absent where it has none"),
        Field(
            "advice", .word(ScopeAdvice.Verdict.allCases.map(\.rawValue)), required: true,
            "whether it could be narrower, or why nothing is said"),
        Field(
            "suggested", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
            "with `tighten`: a ceiling under which all calls that got a token would have got it"),
        Field(
            "lines", .list(of: .text(maximumBytes: 32 * 1024), upTo: nil), required: true,
            "the members of the rule that say so"),
    ]
}
