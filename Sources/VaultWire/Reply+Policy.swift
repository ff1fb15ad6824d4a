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
        if let acr = terms.signIn.acr { writer.member("require_acr", acr) }
        if !terms.signIn.amr.isEmpty { writer.member("require_amr", terms.signIn.amr) }
        if terms.requiresSession { writer.member("require_session", true) }
        // Of one rule there is one list; two come together only where a delegation is redeemed.
        if let roles = terms.requiredRoles.first { writer.member("require_role", roles.map(\.text)) }
        if let seconds = terms.signIn.maximumAgeSeconds { writer.member("max_auth_age", seconds) }
        if !scopesBeyond.isEmpty { writer.member("scopes_beyond", scopesBeyond) }
    }
}
