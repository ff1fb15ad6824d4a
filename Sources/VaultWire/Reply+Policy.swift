import VaultCore
import VaultJSON

extension PolicyExplanation {
    func write(to writer: inout JSONWriter) {
        writer.member("allowed", reason == nil)
        if let reason { writer.member("reason", reason.rawValue) }
        guard let rule else { return }
        writer.member("rule", rule.text)
        if let scopes = terms.scopes {
            writer.member("scopes", scopes.scopes)
            writer.member("full_token", terms.givesFullToken)
        }
        if let seconds = terms.maximumLifeSeconds { writer.member("max_token_life", seconds) }
        if !scopesBeyond.isEmpty { writer.member("scopes_beyond", scopesBeyond) }
    }
}
