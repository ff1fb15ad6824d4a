import VaultJSON

/// The parts that the endpoints' answers are made of.
extension Simulator {
    /// The form of a request from the registered client.
    mutating func authenticate(_ call: Call, at now: Int64) -> Result<FormFields, Refused> {
        let takesIt = !call.isJSON || setup.profile.takesJSON || call.endpoint == .deletion
        guard takesIt, let form = call.form, !form.hasDuplicates else {
            return .failure(refusal(.invalidRequest, "the body is not a form with each field once", .malformed))
        }
        switch check(call, form, at: now) {
        case .good: return .success(form)
        case .wrong:
            burn(call)
            return .failure(refusal(.invalidClient, "client id or secret is wrong", .invalidClient))
        case .malformed(let why): return .failure(refusal(.invalidRequest, why, .malformed))
        }
    }

    private mutating func check(_ call: Call, _ form: FormFields, at now: Int64) -> ClientCheck {
        let client = client(for: call)
        let authorization = call.request.header("authorization")
        guard client.method.algorithm != nil else { return client.check(authorization: authorization, form: form) }
        if authorization != nil { return .malformed("the request authenticates its client in two ways") }
        let audiences = [setup.baseURL + "/token", setup.baseURL]
        guard let id = client.assertionID(in: form, audiences: audiences, at: now / 1_000_000) else { return .wrong }
        return usedAssertions.insert(id).inserted ? .good : .wrong
    }

    /// A token is deleted with Basic, whatever the token endpoint wants.
    private func client(for call: Call) -> ClientRegistration {
        var client = client
        if call.endpoint == .deletion { client.method = .clientSecretBasic }
        return client
    }

    private mutating func burn(_ call: Call) {
        guard setup.burnsOnWrongClient, let place = call.presentedToken.flatMap(model.place),
            model.lineages[place.lineage]?.fate == .alive
        else { return }
        model.end(place.lineage, as: .burnt)
    }

    func refuse(_ refusal: Refusal, _ why: String, _ verdict: Verdict) -> (HTTPResponse, Verdict) {
        (self.refusal(refusal, why, verdict).response, verdict)
    }

    private func refusal(_ refusal: Refusal, _ why: String, _ verdict: Verdict) -> Refused {
        let challenge = HTTPResponse.Header(name: "WWW-Authenticate", value: "Basic realm=\"vault-provider-sim\"")
        let headers = refusal == .invalidClient ? [challenge] : []
        let (status, code) = setup.profile.words(refusal)
        var fields = [AnswerField("error", code), AnswerField("error_description", why)]
        if let member = setup.profile.successMember { fields.insert(AnswerField(member, false), at: 0) }
        let response = answer(status, headers: status == 401 ? headers : [], fields)
        return Refused(response: response, verdict: verdict)
    }

    /// In the form in which the profile answers.
    private func answer(_ status: Int, headers: [HTTPResponse.Header] = [], _ fields: [AnswerField]) -> HTTPResponse {
        guard setup.profile.answersInForms else {
            return .json(status, headers: headers) { writer in for field in fields { field.write(to: &writer) } }
        }
        let common = [
            HTTPResponse.Header(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8"),
            HTTPResponse.Header(name: "Cache-Control", value: "no-store"),
        ]
        let text = fields.map { "\($0.name)=\(FormFields.encode($0.text))" }.joined(separator: "&")
        return HTTPResponse(status: status, headers: common + headers, body: Array(text.utf8))
    }

    /// RFC 6749 §5.1. Under the rule `none` no refresh token is sent, as servers do that never replace it.
    func tokenAnswer(_ tokens: IssuedTokens, at now: Int64) -> HTTPResponse {
        var fields = tokenFields(tokens, showsRefreshToken: isRotating(tokens), at: now)
        if let member = setup.profile.successMember { fields.insert(AnswerField(member, true), at: 0) }
        if setup.profile.omitsExpiresIn { fields.removeAll { $0.name == "expires_in" } }
        return answer(200, fields)
    }

    func writeTokens(_ tokens: IssuedTokens, showsRefreshToken: Bool, at now: Int64, to writer: inout JSONWriter) {
        for field in tokenFields(tokens, showsRefreshToken: showsRefreshToken, at: now) { field.write(to: &writer) }
    }

    private func tokenFields(_ tokens: IssuedTokens, showsRefreshToken: Bool, at now: Int64) -> [AnswerField] {
        let time = modelTime(now)
        var fields = [
            AnswerField("access_token", tokens.access.text),
            AnswerField("token_type", tokens.access.keyThumbprint == nil ? "Bearer" : "DPoP"),
            AnswerField("expires_in", (tokens.access.expiresAt - time) / 1000),
        ]
        if showsRefreshToken { fields.append(AnswerField("refresh_token", tokens.refresh.text)) }
        if let expiry = tokens.refresh.expiresAt {
            fields.append(AnswerField("refresh_token_expires_in", (expiry - time) / 1000))
        }
        fields.append(AnswerField("scope", tokens.access.scopes.joined(separator: setup.profile.separator)))
        if model.lineages[tokens.lineage]?.rules.sendsIDToken == true {
            let token = IDToken(issuer: setup.baseURL, audience: client.id, identity: tokens.identity)
            fields.append(AnswerField("id_token", token.text(at: time)))
        }
        return fields
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
        case .otherKey: "the refresh token is bound to another key"
        case .refreshed, .kept, .grace, .badProof, .nonceWanted, .invalidClient, .malformed, .unsupportedGrantType,
            .revoked,
            .revokedAccessToken, .nothingToRevoke, .served:
            "refused"
        }
    }
}
