import VaultClient
import VaultCommandLine

/// The report on scopes as people read it: a table of what is, then what to write.
enum ScopeText {
    static func report(_ report: ScopeReportRecord, isQuiet: Bool) -> String {
        let table = table(report)
        if isQuiet { return String(table.drop { $0 != "\n" }.dropFirst()) + lines(report.rules, isQuiet: true) }
        return heading(report) + "\n" + table + "\n" + lines(report.rules, isQuiet: false)
    }

    private static func heading(_ report: ScopeReportRecord) -> String {
        let asked = "scopes of the last \(report.days == 1 ? "day" : "\(report.days) days")"
        guard let recorded = report.recordedSince else { return "\(asked): nothing has been counted yet\n" }
        let began = TimeText.utc(recorded)
        let limit = report.since >= recorded && report.since == recorded ? "; nothing is known of the time before" : ""
        return "\(asked), counted since \(began)\(limit)\n"
    }

    private static func table(_ report: ScopeReportRecord) -> String {
        let rows = report.uses.map { use in
            [
                use.client, use.provider, "\(use.callsNamingScopes)", "\(use.callsNamingNone)", allowed(use),
                counts(use.used), list(use.granted), list(use.neverUsed), breadth(use),
            ]
        }
        let heading = [
            "CLIENT", "PROVIDER", "ASKED", "ASKED FOR ALL", "ALLOWED", "USED", "GRANTED", "NEVER USED",
            "BROADER THAN NEEDED",
        ]
        return TextTable(heading, rows: rows, numeric: [2, 3]).text()
    }

    private static func allowed(_ use: ScopeReportRecord.Use) -> String {
        let names = use.allowed.joined(separator: " ")
        guard use.allowsAll else { return names.isEmpty ? "-" : names }
        return names.isEmpty ? "all" : "all, or \(names)"
    }

    private static func list(_ scopes: [String]) -> String { scopes.isEmpty ? "-" : scopes.joined(separator: " ") }

    private static func counts(_ counts: [ScopeReportRecord.Count]) -> String {
        counts.isEmpty ? "-" : counts.map { "\($0.scope)(\($0.calls))" }.joined(separator: " ")
    }

    private static func breadth(_ use: ScopeReportRecord.Use) -> String {
        var words = use.broader.map { word in
            switch word {
            case "not_called": "it never asked for a token"
            case "rule_allows_all": "the rule allows all"
            case "rule_names_more": "the rule names more"
            case "token_has_more": "\(use.callsGivenMore) calls got more: \(list(use.unneeded))"
            default: word
            }
        }
        if use.callsNamingNone > 0 && use.callsNamingScopes == 0 {
            words.append("unknown, it never says what it needs")
        }
        if use.notToldApart > 0 { words.append("\(use.notToldApart) calls or scopes not told apart") }
        return words.isEmpty ? "no" : words.joined(separator: "; ")
    }

    private static func lines(_ rules: [ScopeReportRecord.Advice], isQuiet: Bool) -> String {
        rules.map { rule in
            let name = TextTable.harmless(rule.rule)
            guard rule.lines.isEmpty else {
                return "\(name):\n" + rule.lines.map { "    \(TextTable.harmless($0)),\n" }.joined()
            }
            return isQuiet ? "" : "\(name): \(TextTable.harmless(reason(rule.advice)))\n"
        }.joined()
    }

    private static func reason(_ advice: String) -> String {
        switch advice {
        case "fits": "gives what is used"
        case "not_called": "nothing that it is for was asked for; it may not be needed"
        case "asks_for_all":
            "nothing can be said but what tokens carried: calls never name scopes (have the client name them in token.get)"
        case "tokens_name_none": "nothing can be said: tokens come without the names of their scopes"
        case "not_told_apart": "nothing is said: more different scopes were in use than are told apart"
        case "too_many": "more scopes are in use than a rule can name"
        default: advice
        }
    }
}
