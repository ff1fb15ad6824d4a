/// What clients may have, asked for and got, for operators.
package struct ScopeReportRecord: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        package let scope: String
        package let calls: Int64
    }

    /// Of one client at one provider.
    package struct Use: Hashable, Sendable {
        package let client: String
        package let provider: String
        package let narrowing: String
        package let allowsAll: Bool
        package let allowed: [String]
        package let callsNamingScopes: Int64
        package let callsNamingNone: Int64
        package let callsGivenMore: Int64
        package let callsGivenUnnamed: Int64
        package let notToldApart: Int64
        package let asked: [Count]
        package let used: [Count]
        package let granted: [String]
        package let delegated: [String]
        package let neverUsed: [String]
        package let unneeded: [String]
        package let broader: [String]
        package let scopesLeftOut: Int64
    }

    /// How one rule could be narrower.
    package struct Advice: Hashable, Sendable {
        package let rule: String
        package let advice: String
        /// Members of the rule.
        package let lines: [String]
    }

    package let days: Int64
    /// Seconds since 1970, both.
    package let since: Int64
    package let recordedSince: Int64?
    package let uses: [Use]
    package let rules: [Advice]
    package let leftOut: Int64
}

extension ResultReader {
    package func scopeReport() throws(VaultClientError) -> ScopeReportRecord {
        ScopeReportRecord(
            days: try integer("days"), since: try integer("since"), recordedSince: optionalInteger("recorded_since"),
            uses: try list("uses") { use throws(VaultClientError) in try use.scopeUse() },
            rules: try list("rules") { rule throws(VaultClientError) in
                ScopeReportRecord.Advice(
                    rule: try rule.text("rule"), advice: try rule.text("advice"), lines: try rule.texts("lines"))
            },
            leftOut: try integer("left_out"))
    }

    private func scopeUse() throws(VaultClientError) -> ScopeReportRecord.Use {
        ScopeReportRecord.Use(
            client: try text("client"), provider: try text("provider"), narrowing: try text("narrowing"),
            allowsAll: try bool("allows_all"), allowed: try texts("allowed"),
            callsNamingScopes: try integer("calls_naming_scopes"), callsNamingNone: try integer("calls_naming_none"),
            callsGivenMore: try integer("calls_given_more"), callsGivenUnnamed: try integer("calls_given_unnamed"),
            notToldApart: try integer("not_told_apart"), asked: try scopeCounts("asked"),
            used: try scopeCounts("used"), granted: try texts("granted"), delegated: try texts("delegated"),
            neverUsed: try texts("never_used"), unneeded: try texts("unneeded"), broader: try texts("broader"),
            scopesLeftOut: optionalInteger("scopes_left_out") ?? 0)
    }

    private func scopeCounts(_ name: String) throws(VaultClientError) -> [ScopeReportRecord.Count] {
        try list(name) { count throws(VaultClientError) in
            ScopeReportRecord.Count(scope: try count.text("scope"), calls: try count.integer("calls"))
        }
    }
}
