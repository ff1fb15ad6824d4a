import VaultJSON

/// The parts that the endpoints' answers are made of.
extension Simulator {
    /// The form of a request from the registered client.
    func authenticate(_ call: Call) -> Result<FormFields, Refused> {
        guard let form = call.form, !form.hasDuplicates else {
            return .failure(Self.refusal(.invalidRequest, "the body is not a form with each field once", .malformed))
        }
        switch setup.client.check(authorization: call.request.header("authorization"), form: form) {
        case .good: return .success(form)
        case .wrong: return .failure(Self.refusal(.invalidClient, "client id or secret is wrong", .invalidClient))
        case .malformed(let why): return .failure(Self.refusal(.invalidRequest, why, .malformed))
        }
    }

    static func refuse(_ refusal: Refusal, _ why: String, _ verdict: Verdict) -> (HTTPResponse, Verdict) {
        (Self.refusal(refusal, why, verdict).response, verdict)
    }

    private static func refusal(_ refusal: Refusal, _ why: String, _ verdict: Verdict) -> Refused {
        let challenge = HTTPResponse.Header(name: "WWW-Authenticate", value: "Basic realm=\"vault-provider-sim\"")
        let headers = refusal == .invalidClient ? [challenge] : []
        return Refused(
            response: .failure(refusal.status, refusal.rawValue, why, headers: headers), verdict: verdict)
    }

    /// RFC 6749 §5.1. Under the rule `none` no refresh token is sent, as servers do that never replace it.
    func tokenAnswer(_ tokens: IssuedTokens, at now: Int64) -> HTTPResponse {
        HTTPResponse.json { writeTokens(tokens, showsRefreshToken: isRotating(tokens), at: now, to: &$0) }
    }

    func writeTokens(_ tokens: IssuedTokens, showsRefreshToken: Bool, at now: Int64, to writer: inout JSONWriter) {
        let time = modelTime(now)
        writer.member("access_token", tokens.access.text)
        writer.member("token_type", "Bearer")
        writer.member("expires_in", (tokens.access.expiresAt - time) / 1000)
        if showsRefreshToken { writer.member("refresh_token", tokens.refresh.text) }
        if let expiry = tokens.refresh.expiresAt { writer.member("refresh_token_expires_in", (expiry - time) / 1000) }
        writer.member("scope", tokens.access.scopes.joined(separator: " "))
        if model.lineages[tokens.lineage]?.rules.sendsIDToken == true {
            let token = IDToken(issuer: setup.baseURL, audience: setup.client.id, identity: tokens.identity)
            writer.member("id_token", token.text(at: time))
        }
    }

    private func isRotating(_ tokens: IssuedTokens) -> Bool {
        model.lineages[tokens.lineage]?.rules.rotation != RotationRule.none
    }

    static func sentence(_ verdict: Verdict) -> String {
        switch verdict {
        case .stale: "the refresh token was replaced"
        case .familyKilled: "the refresh token was replaced, its use ended the grant"
        case .dead: "the grant has ended"
        case .expired: "the refresh token has expired"
        case .unknownToken: "the refresh token is not known"
        case .invalidScope: "more scope was asked for than was granted"
        case .refreshed, .kept, .grace, .invalidClient, .malformed, .unsupportedGrantType, .revoked,
            .revokedAccessToken, .nothingToRevoke, .served:
            "refused"
        }
    }
}
