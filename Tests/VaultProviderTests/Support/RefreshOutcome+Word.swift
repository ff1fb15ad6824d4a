import VaultCore

extension RefreshOutcome {
    /// The outcome in one line, so that tables can be read and compared.
    var word: String {
        switch self {
        case .refreshed(let tokens): "refreshed \(Samples.text(tokens.accessToken) ?? "") \(tokens.expiresInSeconds)"
        case .refused(let code): "refused \(code?.text ?? "-")"
        case .stepUp(let claims, let code): "step-up \(claims ?? "-") \(code?.text ?? "-")"
        case .consentRequired(let code): "consent \(code?.text ?? "-")"
        case .blockedByPolicy(let code): "policy \(code?.text ?? "-")"
        case .clientFault(let code): "client \(code?.text ?? "-")"
        case .transient(let reason, let wait): "transient \(reason.rawValue) \(wait.map(String.init) ?? "-")"
        case .unknown(let reason): "unknown \(reason.rawValue)"
        }
    }
}
