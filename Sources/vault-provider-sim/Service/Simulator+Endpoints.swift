import VaultCore
import VaultJSON

/// The provider's own endpoints.
extension Simulator {
    mutating func respond(to call: Call, at now: Int64) -> (HTTPResponse, Verdict) {
        guard call.request.method == call.endpoint.method else {
            let allow = HTTPResponse.Header(name: "Allow", value: call.endpoint.method)
            return (.failure(405, "invalid_request", "use \(call.endpoint.method)", headers: [allow]), .malformed)
        }
        switch call.endpoint {
        case .token: return token(call, at: now)
        case .revoke: return revoke(call, at: now)
        case .discovery: return (discovery(), .served)
        case .userinfo: return userinfo(call, at: now)
        case .deletion: return delete(call, at: now)
        }
    }

    private mutating func token(_ call: Call, at now: Int64) -> (HTTPResponse, Verdict) {
        if setup.looksAtTokenFirst, let text = call.presentedToken, !model.wouldTake(text, at: modelTime(now)) {
            return refuse(.invalidGrant, Self.sentence(.unknownToken), .unknownToken)
        }
        let form: FormFields
        switch authenticate(call, at: now) {
        case .success(let checked): form = checked
        case .failure(let refused): return (refused.response, refused.verdict)
        }
        guard form.first("grant_type") == "refresh_token" else {
            return refuse(.unsupportedGrantType, "only refresh_token is known here", .unsupportedGrantType)
        }
        guard let text = form.first("refresh_token"), !text.isEmpty else {
            return refuse(.invalidRequest, "refresh_token is missing", .malformed)
        }
        let key: String?
        switch provedKey(call, at: now) {
        case .success(let thumbprint): key = thumbprint
        case .failure(let refused): return (refused.response, refused.verdict)
        }
        let asked = form.first("scope").map { $0.split(separator: Character(setup.profile.separator)).map(String.init) }
        // RFC 9449 §5: only of a public client the refresh token is bound too.
        let binding = KeyBinding(thumbprint: key, coversRefreshToken: client.method == .none)
        switch model.refresh(text, scope: asked, binding, at: modelTime(now)) {
        case .issued(let tokens, let verdict): return (tokenAnswer(tokens, at: now), verdict)
        case .refused(let refusal, let verdict): return refuse(refusal, Self.sentence(verdict), verdict)
        }
    }

    /// RFC 7009 §2.2: 200 with an empty body, also for a token that is not known.
    private mutating func revoke(_ call: Call, at now: Int64) -> (HTTPResponse, Verdict) {
        guard setup.profile.revocation == .rfc7009 else { return notThere }
        switch authenticate(call, at: now) {
        case .failure(let refused): return (refused.response, refused.verdict)
        case .success(let form):
            guard let text = form.first("token"), !text.isEmpty else {
                return refuse(.invalidRequest, "token is missing", .malformed)
            }
            return (HTTPResponse(status: 200), model.revoke(text))
        }
    }

    /// 204, and 404 for a token that is not known, as GitHub's REST API has it.
    private mutating func delete(_ call: Call, at now: Int64) -> (HTTPResponse, Verdict) {
        guard setup.profile.revocation == .githubToken else { return notThere }
        switch authenticate(call, at: now) {
        case .failure(let refused): return (refused.response, refused.verdict)
        case .success(let form):
            let verdict = model.revoke(form.first("access_token") ?? "")
            return (HTTPResponse(status: verdict == .nothingToRevoke ? 404 : 204), verdict)
        }
    }

    private var notThere: (HTTPResponse, Verdict) {
        (.failure(404, "invalid_request", "this provider has no such endpoint"), .malformed)
    }

    /// A token that is bound to a key is good only with a proof for this very request (RFC 9449 §7.1).
    private mutating func isShownAsItMust(_ token: AccessToken, scheme: String, _ call: Call, at now: Int64) -> Bool {
        guard let key = token.keyThumbprint else { return scheme == "bearer" }
        guard scheme == "dpop", case .success(let proved) = provedKey(call, at: now, accessToken: token.text) else {
            return false
        }
        return proved == key
    }

    private mutating func userinfo(_ call: Call, at now: Int64) -> (HTTPResponse, Verdict) {
        let parts = call.request.header("authorization")?.split(separator: " ") ?? []
        guard parts.count == 2, let (lineage, token) = model.access(String(parts[1]), at: modelTime(now)),
            isShownAsItMust(token, scheme: parts[0].lowercased(), call, at: now)
        else {
            let challenge = HTTPResponse.Header(name: "WWW-Authenticate", value: "Bearer error=\"invalid_token\"")
            return (
                .failure(401, "invalid_token", "this access token is not good", headers: [challenge]), .unknownToken
            )
        }
        model.noteUse(of: token, in: lineage.id)
        let answer = HTTPResponse.json {
            $0.member("sub", lineage.identity.sub)
            $0.member("subject", lineage.subject)
            $0.member("scope", token.scopes.joined(separator: " "))
            $0.member("lineage", lineage.id)
            $0.member("generation", token.generation)
        }
        return (answer, .served)
    }

    private func discovery() -> HTTPResponse {
        HTTPResponse.json {
            $0.member("issuer", setup.baseURL)
            $0.member("token_endpoint", setup.baseURL + "/token")
            if setup.profile.revocation == .rfc7009 { $0.member("revocation_endpoint", setup.baseURL + "/revoke") }
            $0.member("userinfo_endpoint", setup.baseURL + "/userinfo")
            $0.member("grant_types_supported", ["refresh_token"])
            $0.member("response_types_supported", [])
            if setup.wantsProofs { $0.member("dpop_signing_alg_values_supported", ["EdDSA"]) }
            $0.member("token_endpoint_auth_methods_supported", client.method.advertised)
            $0.member("revocation_endpoint_auth_methods_supported", client.method.advertised)
            if let algorithm = client.method.algorithm {
                $0.member("token_endpoint_auth_signing_alg_values_supported", [algorithm])
                $0.member("revocation_endpoint_auth_signing_alg_values_supported", [algorithm])
            }
        }
    }
}
