import VaultCommandLine
import VaultCore
import VaultJSON

/// What the rules of a configuration say to one account, and how they came to it, for people and for programs; no value of a claim
/// stands in either, but what became of one in the subject.
struct IdentityExplanation {
    let provider: ProviderName
    let rules: IdentityRules
    let decision: IdentityDecision

    var isSomebody: Bool { if case .success = decision.result { true } else { false } }

    var text: String {
        var details = Details()
        let verdict: String
        switch decision.result {
        case .success(let found):
            verdict = "the account is \(TextTable.harmless(found.subject.text))\n"
            details.add("rule", found.rule.text)
            details.add("roles", found.roles.isEmpty ? "none" : found.roles.map(\.text).joined(separator: " "))
            details.add("account", Self.words(found.linking))
        case .failure(let reason): verdict = "the account is nobody: \(Self.words(reason))\n"
        }
        for (number, step) in decision.steps.enumerated() {
            details.add(IdentityRuleName(number: number).text, "\(rules.rules[number].word): \(Self.words(step))")
        }
        for number in decision.groups {
            details.add("identity.groups[\(number)]", "gives \(Self.list(rules.groups[number].roles))")
        }
        return verdict + details.text()
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("provider", provider.text)
            writer.member("resolved", isSomebody)
            switch decision.result {
            case .success(let found):
                writer.member("subject", found.subject.text)
                writer.member("roles", found.roles.map(\.text))
                writer.member("rule", found.rule.text)
                writer.member("account", found.linking.rawValue)
            case .failure(let reason): writer.member("reason", reason.rawValue)
            }
            writer.member(
                "rules",
                array: { writer in
                    for (number, step) in decision.steps.enumerated() { writer.object { write(step, number, to: &$0) } }
                })
            writer.member("groups", decision.groups.map { "identity.groups[\($0)]" })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(_ step: IdentityDecision.Step, _ number: Int, to writer: inout JSONWriter) {
        writer.member("rule", IdentityRuleName(number: number).text)
        writer.member("by", rules.rules[number].word)
        switch step {
        case .decided: writer.member("outcome", "decided")
        case .notAsked: writer.member("outcome", "not_asked")
        case .passed(let mismatch):
            writer.member("outcome", "passed")
            writer.member("reason", mismatch.rawValue)
        }
    }

    // MARK: words

    private static func list(_ roles: [Role]) -> String { roles.map(\.text).joined(separator: " ") }

    private static func words(_ step: IdentityDecision.Step) -> String {
        switch step {
        case .decided: "decides"
        case .notAsked: "not asked"
        case .passed(let mismatch): words(mismatch)
        }
    }

    private static func words(_ mismatch: IdentityMismatch) -> String {
        switch mismatch {
        case .otherProvider: "is for other providers"
        case .claimMissing: "the claim is missing"
        case .claimIsNoText: "the claim is neither a text nor a whole number"
        case .otherValue: "the claim has another value"
        case .notPlain: "the value is no plain name (a-z, 0-9, single - _ . between): name the account in a table"
        case .mailNotVerified: "email_verified is not true"
        case .mailNotPlain: "the e-mail address is not plain (no +, quotes, Unicode): name the account in a table"
        case .otherDomain: "the e-mail address is in another domain"
        case .notInTable: "the account is not in the table"
        }
    }

    private static func words(_ refusal: IdentityRefusal) -> String {
        switch refusal {
        case .noAccount: "the claims have no sub of 1 to \(Limits.accountBytes) bytes"
        case .noRule: "no rule is about it"
        case .subjectTaken: "the subject has another account"
        case .accountMoved: "it was another subject before"
        }
    }

    private static func words(_ linking: IdentityLinking) -> String {
        switch linking {
        case .first: "must be the subject's only one"
        case .joins: "may be one of several of the subject"
        case .assigned: "is the subject's by the table, beside others"
        case .unremembered: "is not remembered"
        }
    }
}

extension IdentityRule {
    /// As the configuration writes it.
    fileprivate var word: String {
        switch kind {
        case .claim: "claim"
        case .mail: "email_local_part"
        case .table: "table"
        case .guest: "guest"
        }
    }
}
